"""LaTeX to Unicode and back: nothing is cut, nothing changes its meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgevidence.formats.latex import decode, decode_verbatim, encode


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("50% of patients improved", "50% of patients improved"),
        (r"p \textless 0.05", "p < 0.05"),
        (r"p {\textless} 0.05, $p < .01$", "p < 0.05, p < .01"),
        (r"{\"O}zg{\"u}r \v{S}\o{}ren \'{\i} \c c \~n \L ukasz {\AA}ngstr\"om", "Özgür Šøren í ç ñ Łukasz Ångström"),
        (r"H$_2$O, $^{13}$C, $10^{-3}$", "H<sub>2</sub>O, <sup>13</sup>C, 10<sup>-3</sup>"),
        (r"\$5 to $10 and $20 per group", "$5 to $10 and $20 per group"),
        (r"\emph{one} {\bf two}", "<i>one</i> <b>two</b>"),
        (r"\textsc{three}", '<span style="font-variant:small-caps;">three</span>'),
        ("``double'' `single' don't", "“double” ‘single’ don't"),
        (r"1--2 --- 3 \& 4\,mg~5", "1–2 — 3 & 4\u2009mg\u00a05"),
        (r"\href{https://e.org/~a}{text} \url{https://e.org/~a_%20}", "text https://e.org/~a_%20"),
        (r"\href{https://e.org} only", "https://e.org only"),
        (r"30$^\circ$C, $\chi^2$, $\alpha \leq \beta$", "30°C, χ<sup>2</sup>, α ≤ β"),
        ("a lone $ sign", "a lone $ sign"),
        (r"20\(^\circ\)C, \ensuremath{\alpha_{1}}, \(p<0.05\)", "20°C, α<sub>1</sub>, p<0.05"),
        (r"$a \not= b \not\in \mathbb{R}$, $\mathbb Z$", "a ≠ b ∉ ℝ, ℤ"),
        (r"Origin\emdash{}Design, methodology\hyphen independent", "Origin—Design, methodology-independent"),
        (r"\verb|\special| at \begin{center}rest\end{center}", r"\special at rest"),
        (r"{\noopsort{1973}}1974 \foreignlanguage{german}{Wort} \frac{1}{2}", "1974 Wort 1/2"),
    ],
)  # fmt: skip
def test_decoded(latex: str, text: str) -> None:
    assert decode(latex).text == text


def test_braces_protect_capitals_only_where_asked() -> None:
    assert decode("{NASA} and {\\'E}cole", nocase=True).text == '<span class="nocase">NASA</span> and École'
    assert decode("{NASA} and {\\'E}cole").text == "NASA and École"


def test_an_unknown_command_keeps_its_argument_and_is_reported() -> None:
    decoded = decode(r"a \strange{kept} b \odd c")
    assert decoded.text == r"a kept b \odd c"
    assert [problem.quote for problem in decoded.problems] == [r"\strange", r"\odd"]


def test_a_command_that_stands_for_text_is_kept_by_its_name() -> None:
    decoded = decode(r"\TUB{}")
    assert decoded.text == r"\TUB"
    assert [problem.code for problem in decoded.problems] == ["unknown-macro"]


def test_a_hundred_thousand_braces() -> None:
    assert decode("{" * 100_000 + "x" + "}" * 100_000, nocase=True).text == '<span class="nocase">x</span>'


def test_verbatim_keeps_what_belongs_to_an_address() -> None:
    assert decode_verbatim(r"https://e.org/~a\_b%20c\&d=\~{}x") == "https://e.org/~a_b%20c&d=~x"


def test_paragraphs() -> None:
    assert decode("one\ntwo\n\nthree", breaks=True).text == "one two\n\nthree"
    assert decode("one\ntwo\n\nthree").text == "one two three"


@given(text=st.text(max_size=300))
def test_decoding_any_text_does_not_fail(text: str) -> None:
    decode(text, nocase=True, breaks=True)


@given(text=st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=60))
@pytest.mark.parametrize("ascii_letters", [False, True])
def test_decoding_what_was_encoded_gives_the_text(ascii_letters: bool, text: str) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    assert decode(encode(text, ascii_letters=ascii_letters), nocase=True).text == text


@given(text=st.text('ab{}\\%$"#,=@\n ', max_size=40))
def test_an_encoded_value_cannot_end_its_field(text: str) -> None:
    depth = 0
    for character in encode(text):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
