from papers.formats.bibtex_reading import read_bibtex


def test_a_list_of_people_may_be_parted_by_semicolons():
    record = read_bibtex("@book{a, title={T}, author={Doe, John; Roe, Jane}}").entries["a"].record
    assert [name["family"] for name in record["author"]] == ["Doe", "Roe"]
    record = read_bibtex("@book{a, title={T}, author={{Health; Labour}}}").entries["a"].record
    assert record["author"] == [{"literal": "Health; Labour"}]
