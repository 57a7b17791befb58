"""How figures, tables and the like are called in a language: `Figure 1`, `Abbildung 1`.

Source: the languages of Quarto ("Document Language") and of LaTeX's babel. CSL's locales leave
most of these words in English.
"""

from functools import lru_cache

from blog.markup.document.place_names import KINDS

WORDS = """
de Abbildung Tabelle Gleichung Listing Abschnitt Satz Lemma Korollar Proposition Vermutung
   Definition Beispiel Übungsaufgabe
es Figura Tabla Ecuación Listado Sección Teorema Lema Corolario Proposición Conjetura Definición
   Ejemplo Ejercicio
fr Figure Tableau Équation Listing Section Théorème Lemme Corollaire Proposition Conjecture
   Définition Exemple Exercice
it Figura Tabella Equazione Listato Sezione Teorema Lemma Corollario Proposizione Congettura
   Definizione Esempio Esercizio
ja 図 表 式 コード 節 定理 補題 系 命題 予想 定義 例 練習
ko 그림 표 식 코드 절 정리 보조정리 따름정리 명제 추측 정의 예 연습문제
nl Figuur Tabel Vergelijking Listing Paragraaf Stelling Lemma Gevolg Propositie Vermoeden
   Definitie Voorbeeld Opgave
pl Rysunek Tabela Równanie Listing Sekcja Twierdzenie Lemat Wniosek Stwierdzenie Hipoteza
   Definicja Przykład Ćwiczenie
pt Figura Tabela Equação Listagem Seção Teorema Lema Corolário Proposição Conjectura Definição
   Exemplo Exercício
ru Рисунок Таблица Уравнение Листинг Раздел Теорема Лемма Следствие Утверждение Гипотеза
   Определение Пример Упражнение
sv Figur Tabell Ekvation Listning Avsnitt Sats Lemma Korollarium Proposition Förmodan Definition
   Exempel Övning
tr Şekil Tablo Denklem Liste Bölüm Teorem Lemma Sonuç Önerme Sanı Tanım Örnek Alıştırma
uk Рисунок Таблиця Рівняння Лістинг Розділ Теорема Лема Наслідок Твердження Гіпотеза Означення
   Приклад Вправа
zh 图 表 式 代码 节 定理 引理 推论 命题 猜想 定义 例 练习
zh-hant 圖 表 式 程式碼 節 定理 引理 推論 命題 猜想 定義 例 練習
"""
"""A language, then its words in the order of `KINDS`."""


@lru_cache(maxsize=64)
def words_of_kinds(language: str) -> dict[str, str]:
    """The words for the `KINDS` in a language (BCP 47); English where it is not known."""
    tag = language.lower().replace("_", "-")
    if tag.startswith(("zh-tw", "zh-hk", "zh-mo")):
        tag = "zh-hant"
    known = _words_by_language()
    return known.get("-".join(tag.split("-")[:2])) or known.get(tag.split("-")[0]) or KINDS


@lru_cache(maxsize=1)
def _words_by_language() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    words = WORDS.split()
    for start in range(0, len(words), len(KINDS) + 1):
        language, *named = words[start : start + len(KINDS) + 1]
        found[language] = dict(zip(KINDS, named, strict=True))
    return found
