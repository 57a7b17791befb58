import pytest

from papers.records.tex_formulas import formula_signs


@pytest.mark.parametrize(
    ("tex", "signs"),
    [
        (r"$O(n\log n)$", "O(n log n)"),
        (r"${\mathrm{MoS}}_{2}$", "MoS₂"),
        (r"$\frac{a+b}{2}$", "(a+b)/2"),
        (r"$x^{n+1}_i$", "xⁿ⁺¹ᵢ"),
        (r"$m_{\mathrm{eff}}$", "m_eff"),
        (r"$x_{i,Q}$", "x_(i,Q)"),
        (r"$\hat{x}\in\mathbb{R}^d$", "x̂ ∈ ℝᵈ"),
        (r"$10^{-3}$", "10⁻³"),
        (r"$^{\circ}$", "°"),
        (r"$p\leq 0.05$", "p ≤ 0.05"),
        (r"$B\to K^*\mu^+\mu^-$", "B → K*μ⁺μ⁻"),
        (r"$\sqrt{s}=13\,\text{TeV}$", "√s=13 TeV"),
        (r"$\left.\{0,1\}\right)^n$", "{0,1})ⁿ"),
        (r"$\sin(x) + \sin x$", "sin(x) + sin x"),
        (r"\(\bar{\nu}_e\)", "ν̄ₑ"),
        (r"$\mathbf{x}^\top$", "x^⊤"),
        (r"$f'$", "f′"),
        (r"$\foo{x}$", None),
        (r"$x^$", None),
        ("$" + "{" * 100 + "x" + "}" * 100 + "$", None),
    ],
)
def test_formulas_are_signs(tex, signs):
    assert formula_signs(tex) == signs
