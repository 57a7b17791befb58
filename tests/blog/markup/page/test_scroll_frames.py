from blog.markup.page.scroll_frames import make_scrollable


def test_the_outermost_table_is_framed():
    inner = "<table><tr><td><table></table></td></tr></table>"
    assert make_scrollable(f"<p>a</p>{inner}<p>b</p>") == (
        f'<p>a</p><div class="scroll" tabindex="0">{inner}</div><p>b</p>'
    )


def test_code_takes_the_focus():
    assert make_scrollable("<pre class='x'><code>1</code></pre><p>pre</p>") == (
        "<pre tabindex=\"0\" class='x'><code>1</code></pre><p>pre</p>"
    )


def test_block_formulas_are_framed_and_inline_ones_are_not():
    block, inline = '<math display="block"><mi>x</mi></math>', "<math><mi>y</mi></math>"
    assert make_scrollable(f"<p>{inline}</p>{block}") == (
        f'<p>{inline}</p><span class="scroll" tabindex="0">{block}</span>'
    )


def test_formulas_in_a_line_keep_the_signs_at_their_sides():
    formula = "<math><mi>x</mi></math>"
    assert make_scrollable(f"<p>({formula}), {formula}. And {formula} too</p>") == (
        f'<p><span class="unbroken">({formula}),</span> <span class="unbroken">{formula}.</span>'
        f" And {formula} too</p>"
    )
