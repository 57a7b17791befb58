"""What Django's Korean dates have otherwise: hours by the clock of 24, and days with blanks."""

DATETIME_FORMAT = "Y년 n월 j일 H:i"
SHORT_DATE_FORMAT = "Y. n. j."
SHORT_DATETIME_FORMAT = "Y. n. j. H:i"
