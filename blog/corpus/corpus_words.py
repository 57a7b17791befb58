"""Words, names and titles of a made-up blog, chosen by chance as a language has them: a few words
often, most of them seldom. No Django here."""

from itertools import accumulate
from random import Random

COMMON = (
    "the of and to in a is that it for as with was on are by this be from at which we have "
    "not or an they more can than one what when these how where has each other were so there "
    "all who may between same because only first such both then two over after while some "
    "most under against "
)
ONSETS = ("b", "br", "d", "f", "g", "gr", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io", "ou")
CODAS = ("", "l", "m", "n", "nt", "r", "rd", "rm", "st", "t", "x")
ENDINGS = ("", "", "", "al", "er", "ing", "ion", "ity", "ism", "ous")
GIVEN = (
    "Ada Aiko Amara Bela Carla Chen Dana Elif Emil Farid Grace Hana Ines Ivan Jonas Kofi Lena "
    "Lise Mara Min Nadia Noor Olga Omar Pavel Priya Rosa Sena Sven Tariq Uma Vera Wen Yara "
    "Yuki Zoe "
)
VOCABULARY = 6000
FAMILIES = 4000


class Words:
    """A vocabulary of its own, the same for the same seed."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.given = GIVEN.split()
        made = dict.fromkeys(self._make_word() for _ in range(3 * VOCABULARY))
        self.rare = list(made)[:VOCABULARY]
        self.families = [word.capitalize() for word in list(made)[VOCABULARY:][:FAMILIES]]
        self.all = [*COMMON.split(), *self.rare]
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.all))))
        self.rare_weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.rare))))

    def _make_word(self) -> str:
        choose = self.chance.choice
        middle = "".join(choose(ONSETS) + choose(VOWELS) for _ in range(self.chance.choice((1, 2))))
        return middle + choose(CODAS) + choose(ENDINGS)

    def some(self, count: int) -> str:
        return " ".join(self.chance.choices(self.all, cum_weights=self.weights, k=count))

    def subjects(self, count: int) -> list[str]:
        """Words that tell what a text is about."""
        return self.chance.choices(self.rare, cum_weights=self.rare_weights, k=count)

    def sentence(self) -> str:
        text = self.some(self.chance.randint(8, 24))
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self, sentences: int = 5) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def title(self) -> str:
        one, other, third, fourth = self.subjects(4)
        forms = (
            f"{one} and the {other} of {third}",
            f"On {one} {other}",
            f"How {one} changes {other} {third}",
            f"{one} {other} for {third} without {fourth}",
            f"What {one} tells of {other}",
        )
        text = self.chance.choice(forms)
        return f"{text[0].upper()}{text[1:]}"

    def name(self) -> tuple[str, str]:
        """A given name and a family name."""
        return self.chance.choice(self.given), self.chance.choice(self.families)
