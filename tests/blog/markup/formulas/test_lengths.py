"""No formula paints outside of its box or makes a page huge."""

import re

import pytest

from blog.markup import COMMENT, POST, Policy, render
from blog.markup.formulas.lengths import BOUNDS, bounded_value, ems

BOTH = pytest.mark.parametrize("policy", [POST, COMMENT], ids=["post", "comment"])
ATTRIBUTE = re.compile(r'\w+="[^"]*"')
LENGTH = re.compile(r' (\w+)="(-?[\d.]+)em"')


def lengths(source: str, policy: Policy = POST) -> list[tuple[str, float]]:
    """Every length of the formulas, in ems."""
    html = render(source, policy=policy).html.replace("&lt;", "")
    assert "<math" in html
    return [(name, float(value)) for name, value in LENGTH.findall(html)]


@BOTH
@pytest.mark.parametrize(
    "tex",
    [
        r"\rule{300em}{300em}",
        r"\rule[-300em]{300cm}{9999999999999999pt}",
        r"\hspace{999in}x",
        r"\hspace{-300em}x",
        r"\kern-300em x",
        r"\mkern 99999mu x",
        r"\hskip 300em plus 1fil x",
        r"\raisebox{300em}{x}",
        r"\raise300em{x}",
        r"\lower 300em{x}",
        r"\moveleft300em{x}",
        r"{a \above 300em b}",
        r"\genfrac{(}{)}{300em}{0}{a}{b}",
        r"\text{a\rule{300em}{300em}}",
        r"x\\[300em]y",
    ],
)
def test_lengths_of_tex_are_bounded(tex: str, policy: Policy) -> None:
    for name, value in lengths(f"${tex}$", policy):
        low, high = BOUNDS[name]
        assert low <= value <= high


@pytest.mark.parametrize(
    "tex",
    [
        r"\!" * 500 + "x",
        r"\hspace{-2em}" * 100 + "x",
        r"x^{" * 30 + r"\kern-9em y" + "}" * 30,
        r"\frac{aaaaaaaa}{\kern-9em b}" * 20,
        "".join(r"{\kern-1em" for _ in range(35)) + "x" + "}" * 35,
    ],
)
def test_negative_spaces_reach_no_further_back_than_the_formula(tex: str) -> None:
    back = sum(value for name, value in lengths(f"${tex}$") if name == "width")
    assert back >= -1.001


@pytest.mark.parametrize(("tex", "side"), [(r"\raise9em{x}", "height"), (r"\lower9em{x}", "depth")])
def test_what_is_moved_has_room_where_it_stands(tex: str, side: str) -> None:
    assert (side, 3.0) in lengths(f"${tex}$")


def test_negative_spaces_between_letters_stay() -> None:
    assert lengths(r"$a\!b$") == [("width", -0.167)]
    assert lengths(r"$aaaa\kern-1em b$") == [("width", -1.0)]


def test_shifts_inside_each_other_do_not_add_up() -> None:
    shifts = lengths("$" + r"\raise 1em{" * 30 + "x" + "}" * 30 + "$")
    assert sum(value for name, value in shifts if name == "voffset") == 2.0


@BOTH
@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ('<mspace width="300em" height="300em"></mspace>', 'height="5em" width="30em"'),
        ('<mspace width="99999px" depth="1in"></mspace>', 'depth="5em" width="30em"'),
        (
            '<mpadded voffset="-300em" lspace="-9em"><mi>x</mi></mpadded>',
            'lspace="0" voffset="-2em"',
        ),
        ('<mo minsize="300em" maxsize="1000%">(</mo>', 'minsize="5em"'),
        ('<mfrac linethickness="300em"><mi>a</mi><mi>b</mi></mfrac>', 'linethickness="0.5em"'),
        ('<mstyle scriptlevel="-30"><mi>x</mi></mstyle>', ""),
        ('<mstyle mathsize="3000%"><mi>x</mi></mstyle>', ""),
        ('<mtable rowspacing="300em 1em"></mtable>', 'rowspacing="5em 1em"'),
        ('<mspace width="calc(9999em)"></mspace>', ""),
        ('<mspace width="+9em"></mspace>', 'width="9em"'),
        ('<mspace width="1e9em"></mspace>', ""),
    ],
)
def test_lengths_of_mathml_are_bounded(markup: str, kept: str, policy: Policy) -> None:
    html = render(f"<p><math>{markup}</math></p>", policy=policy).html
    if policy is POST:
        found = re.search(r"<math><m\w+ ?([^>]*)>", html)
        assert found is not None
        assert set(ATTRIBUTE.findall(found[1])) == set(ATTRIBUTE.findall(kept))
    else:
        assert "<math" not in html


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("1em", 1.0),
        ("-.5 em", -0.5),
        ("18mu", 1.0),
        ("thickmathspace", 0.278),
        ("x", None),
    ],
)
def test_lengths_are_read(text: str, value: float | None) -> None:
    assert ems(text) == value


def test_other_attributes_stay() -> None:
    assert bounded_value("mathcolor", "red") == "red"
    assert bounded_value("scriptlevel", "+1") == "+1"
