"""What LaTeX commands stand for."""

from __future__ import annotations

ACCENTS = {  # command → combining character
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
    "U": "\u030e",
    "G": "\u030f",
    "f": "\u0311",
    "h": "\u0309",
    "textcommabelow": "\u0326",
    "bar": "\u0304",
    "hat": "\u0302",
    "tilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "acute": "\u0301",
    "grave": "\u0300",
    "breve": "\u0306",
    "check": "\u030c",
    "vec": "\u20d7",
    "overline": "\u0305",
    "widehat": "\u0302",
    "widetilde": "\u0303",
    "mathring": "\u030a",
}
SPACING = {  # an accent over nothing
    "`": "`",
    "'": "´",
    "^": "^",
    "~": "~",
    '"': "¨",
    "=": "¯",
    "u": "˘",
    ".": "˙",
    "r": "˚",
    "H": "˝",
    "v": "ˇ",
    "c": "¸",
    "k": "˛",
}

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ"
    " mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ"
    " psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_LETTERS = (
    "ss ß SS ẞ o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ imath ı jmath ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ"
    " ng ŋ NG Ŋ ij ĳ IJ Ĳ textschwa ə cprime ʹ cydot · lasp ʽ rasp ʼ hamza ʾ ayn ʿ"
)
_SIGNS = (
    "S § P ¶ copyright © textcopyright © pounds £ textsterling £ dag † dagger † ddag ‡ ddagger ‡ dots … ldots … cdots ⋯"
    " textellipsis … textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” quotedblbase „"
    " quotesinglbase ‚ textquotesingle ' textquotedbl \" guillemotleft « guillemotright » guillemetleft"
    " « guillemetright »"
    " guilsinglleft ‹ guilsinglright › lq ‘ rq ’ glqq „ grqq “ glq ‚ grq ‘ flqq « frqq » textregistered"
    " ® texttrademark ™"
    " textdegree ° textcelsius ℃ degree ° textmu µ micro µ textonehalf ½ textonequarter ¼ textthreequarters ¾"
    " textonesuperior ¹ texttwosuperior ² textthreesuperior ³ euro € texteuro € EUR € textyen ¥ textcent ¢"
    " textcurrency ¤ textless < textgreater > textbar | textbackslash \\ textbraceleft { textbraceright }"
    " lbrace { rbrace } textasciitilde ~ textasciicircum ^ textunderscore _ textdollar $ textpercent % textampersand &"
    " texthash # textasciigrave ` textasciiacute ´ textasciidieresis ¨ textasciimacron ¯ textasteriskcentered *"
    " textbullet • bullet • textperiodcentered · textcdot · cdot · textmiddledot · textendash –"
    " textemdash — textdagger †"
    " textdaggerdbl ‡ textsection § textparagraph ¶ textexclamdown ¡ textquestiondown ¿ textordfeminine ª"
    " textordmasculine º textdiv ÷ texttimes × textpm ± textlnot ¬ textminus − textbrokenbar ¦ textnumero №"
    " numero № No № textperthousand ‰ textpertenthousand ‱ textestimated ℮ textrecipe ℞ textinterrobang ‽ textohm Ω"
    " textopenbullet ◦ textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓ textsurd √ textfractionsolidus ⁄"
    " textbardbl ‖ textcircledP ℗ textservicemark ℠ textlira ₤ textwon ₩ textflorin ƒ textnaira ₦ textpeso ₱"
    " textvisiblespace ␣ slash / vert | Vert ‖ backslash \\ lbrack [ rbrack ] checkmark ✓ star ⋆ ast ∗"
    " leq ≤ le ≤ leqslant ⩽ geq ≥ ge ≥ geqslant ⩾ neq ≠ ne ≠ lt < gt > ll ≪ gg ≫ times × div ÷ pm ± mp ∓ approx ≈ sim ∼"
    " simeq ≃ cong ≅ equiv ≡ propto ∝ infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ sqrt √ in ∈ notin ∉"
    " subset ⊂ subseteq ⊆"
    " supset ⊃ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ neg ¬ land ∧ wedge ∧ lor ∨ vee ∨ oplus ⊕ otimes"
    " ⊗ circ ∘ prime ′"
    " rightarrow → to → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ uparrow ↑ downarrow ↓"
    " longrightarrow ⟶ mapsto ↦ langle ⟨ rangle ⟩ perp ⊥ parallel ∥ mid ∣ angle ∠ triangle △ ell ℓ hbar"
    " ℏ Re ℜ Im ℑ aleph ℵ"
    " male ♂ female ♀ sharp ♯ flat ♭ natural ♮ setminus ∖ diamond ⋄ square □ Box □ lesssim ≲ gtrsim ≳"
)
_RELATIONS = (
    "leqq ≦ geqq ≧ lneqq ≨ gneqq ≩ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ lessgtr ≶ gtrless ≷ prec ≺ succ ≻ preceq ≼ succeq ≽"
    " precsim ≾ succsim ≿ nprec ⊀ nsucc ⊁ asymp ≍ Bumpeq ≎ bumpeq ≏ doteq ≐ doteqdot ≑ fallingdotseq ≒ risingdotseq ≓"
    " eqcirc ≖ circeq ≗ triangleq ≜ approxeq ≊ backsim ∽ ne ≠ iff ⟺ implies ⟹ supseteq ⊇ nsubseteq ⊈ nsupseteq ⊉"
    " subsetneq ⊊ supsetneq ⊋ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ ni ∋ nmid ∤ nparallel ∦ vdash ⊢ dashv ⊣"
    " models ⊨ Vdash ⊩ nvdash ⊬ nvDash ⊭ trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ vartriangleright ⊳"
    " bowtie ⋈ smile ⌣ frown ⌢ between ≬ lll ⋘ ggg ⋙ leqslant ⩽ geqslant ⩾ lessapprox ⪅ gtrapprox ⪆"
)
_OPERATIONS = (
    "uplus ⊎ sqcap ⊓ sqcup ⊔ ominus ⊖ oslash ⊘ odot ⊙ circledcirc ⊚ circledast ⊛ circleddash ⊝ boxplus ⊞ boxminus ⊟"
    " boxtimes ⊠ boxdot ⊡ dotplus ∔ coprod ∐ wr ≀ amalg ⨿ iint ∬ iiint ∭ oint ∮ therefore ∴ because ∵ top ⊤ bot ⊥"
    " complement ∁ nexists ∄ varnothing ∅ smallsetminus ∖ measuredangle ∡ sphericalangle ∢ blacksquare ■ lozenge ◊"
    " bigcirc ◯ bigtriangleup △ triangleleft ◁ triangleright ▷ ltimes ⋉ rtimes ⋊ multimap ⊸ bigcup ⋃ bigcap ⋂"
    " bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ vdots ⋮ ddots ⋱ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ wp ℘ beth ℶ"
    " gimel ℷ daleth ℸ eth ð imath ı mho ℧ backprime ‵ spadesuit ♠ heartsuit ♥ diamondsuit ♦ clubsuit ♣ degree °"
)
_ARROWS = (
    "gets ← updownarrow ↕ nwarrow ↖ nearrow ↗ searrow ↘ swarrow ↙ nleftarrow ↚ nrightarrow ↛ nleftrightarrow ↮"
    " twoheadleftarrow ↞ twoheadrightarrow ↠ leftarrowtail ↢ rightarrowtail ↣ hookleftarrow ↩ hookrightarrow ↪"
    " leftrightsquigarrow ↭ rightsquigarrow ⇝ leadsto ⇝ Lsh ↰ Rsh ↱ curvearrowleft ↶ curvearrowright ↷"
    " circlearrowleft ↺ circlearrowright ↻ leftharpoonup ↼ leftharpoondown ↽ rightharpoonup ⇀ rightharpoondown ⇁"
    " rightleftarrows ⇄ leftrightarrows ⇆ leftrightharpoons ⇋ rightleftharpoons ⇌ nLeftarrow ⇍ nLeftrightarrow ⇎"
    " nRightarrow ⇏ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ Lleftarrow ⇚ Rrightarrow ⇛ longleftarrow ⟵"
    " longleftrightarrow ⟷ Longleftarrow ⟸ Longrightarrow ⟹ Longleftrightarrow ⟺ longmapsto ⟼"
)
_RARE_SIGNS = (
    "yen ¥ textemdash — emdash — endash – textquotesingle ' textasciicaron ˇ textasciibreve ˘ textacutedbl ˝"
    " textgravedbl ˵ texttildelow ˷ textreferencemark ※ textdiscount ⁒ textcolonmonetary ₡ textdong ₫ textmho ℧"
    " textlangle ⟨ textrangle ⟩ textlquill ⁅ textrquill ⁆ textinterrobangdown ⸘ textglotstop ʔ textbaht ฿ textguarani ₲"
    " textpilcrow ¶ textcopyleft 🄯 textmusicalnote ♪ textonequarter ¼ textthreequarters ¾ hyphen - textendash –"
    ' texttwelveudash ‒ textthreequartersemdash — nobreakdash ‑ mathdollar $ textquotedbl " textacute ´'
    " slash / textvertline | textperiodcentered · PS PostScript AmS AMS AMSTeX AMSTeX ConTeXt ConTeXt LuaTeX LuaTeX"
    " pdfTeX pdfTeX pdfLaTeX pdfLaTeX XeLaTeX XeLaTeX LuaLaTeX LuaLaTeX METAFONT METAFONT MF METAFONT"
)
_CYRILLIC = (  # names of the T2A encoding, without their \\cyr or \\CYR
    "a а b б v в g г d д e е zh ж z з i и ishrt й k к l л m м n н o о p п r р s с t т u у f ф h х c ц ch ч sh ш shch щ"
    " hrdsn ъ ery ы sftsn ь erev э yu ю ya я yo ё je ј lje љ nje њ dje ђ tshe ћ dzhe џ ie є ii і yi ї gup ґ ushrt ў"
)
_WORDS = (
    "LaTeX LaTeX TeX TeX BibTeX BibTeX LaTeXe LaTeX2ε XeTeX XeTeX min min max max log log ln ln exp exp sin sin cos cos"
)
_SPACES = {
    "quad": " ",
    "qquad": " ",
    "enspace": " ",
    "enskip": " ",
    "item": "\x1e",
    "thinspace": "\u2009",
    "space": " ",
    "newline": "\x1e",  # a line break, or a space where breaks are not kept
    "linebreak": "\x1e",
    "par": "\x1e",
    "addcomma": ",",
    "addcolon": ":",
    "addperiod": ".",
    "addsemicolon": ";",
    "adddot": ".",
    "addspace": " ",
    "addnbspace": "\u00a0",
    "bibrangedash": "–",
    "bibnamedash": "—",
    "isodash": "-",
    "textnonbreakinghyphen": "‑",
}


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SYMBOLS = {
    **_pairs(_RARE_SIGNS),
    **_pairs(_RELATIONS),
    **_pairs(_OPERATIONS),
    **_pairs(_ARROWS),
    **_pairs(_GREEK),
    **_pairs(_LETTERS),
    **_pairs(_SIGNS),
    **_pairs(_WORDS),
    **_SPACES,
}
SYMBOLS.update({f"cyr{name}": letter for name, letter in _pairs(_CYRILLIC).items()})
SYMBOLS.update({f"CYR{name.upper()}": letter.upper() for name, letter in _pairs(_CYRILLIC).items()})
SYMBOLS.update({f"text{name}": letter for name, letter in _pairs(_GREEK).items()})
SYMBOLS.update({f"up{name}": letter for name, letter in _pairs(_GREEK).items()})

_SCRIPT = str.maketrans("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ")
_FRAKTUR = str.maketrans("CHIRZ", "ℭℌℑℜℨ")
_DOUBLE = str.maketrans("CHNPQRZ", "ℂℍℕℙℚℝℤ")


def _alphabet(capital: int, small: int, exceptions: dict[int, int]) -> dict[int, int]:
    """Latin letters → those of a block of Unicode; letters that were there before have other places."""
    letters = {ord("A") + at: capital + at for at in range(26)} | {ord("a") + at: small + at for at in range(26)}
    return letters | exceptions


ALPHABETS = {
    **dict.fromkeys(("mathbb", "Bbb"), _alphabet(0x1D538, 0x1D552, _DOUBLE)),
    **dict.fromkeys(("mathcal", "mathscr", "cal"), _alphabet(0x1D49C, 0x1D4B6, _SCRIPT)),
    **dict.fromkeys(("mathfrak", "frak"), _alphabet(0x1D504, 0x1D51E, _FRAKTUR)),
}
"""Commands of mathematical alphabets whose letters mean something else than the plain ones."""

CHARACTERS = {  # a backslash and one other character
    **{sign: sign for sign in "%&_#${}<?+*"},
    ",": "\u2009",
    ";": " ",
    ":": " ",
    "!": "",
    " ": " ",
    "\n": " ",
    "\t": " ",
    "\\": "\x1e",
    "-": "",
    "/": "",
    "@": "",
    "|": "‖",
    ">": " ",
}

SMALL_CAPS = '<span style="font-variant:small-caps;">'
NOCASE = '<span class="nocase">'
_ITALIC, _BOLD, _CAPS = ("<i>", "</i>"), ("<b>", "</b>"), (SMALL_CAPS, "</span>")
_NOTHING = ("", "")
_QUOTES = ("“", "”")

WRAPPERS: dict[str, tuple[str, str]] = {  # commands whose argument is kept between these
    **dict.fromkeys(("textit", "emph", "textsl", "mkbibemph", "mkbibitalic", "mathit"), _ITALIC),
    **dict.fromkeys(("textbf", "mkbibbold", "mathbf", "boldsymbol"), _BOLD),
    **dict.fromkeys(("textsc",), _CAPS),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript", "up", "textsup", "sp"), ("<sup>", "</sup>")),
    **dict.fromkeys(("textsubscript", "mkbibsubscript", "textsub", "sb", "ce@sub"), ("<sub>", "</sub>")),
    **dict.fromkeys(("enquote", "mkbibquote"), _QUOTES),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
    "sqrt": ("√", ""),
    **dict.fromkeys(
        "mbox hbox text textrm textup textnormal textsf texttt textmd textlf underline mathrm mathsf mathtt"
        " mathnormal"
        " operatorname MakeUppercase MakeLowercase uppercase lowercase natexlab"
        " NoCaseChange texorpdfstring bibstring bibinfo bibfield ce tmspace textgreek textcyrillic textlatin"
        " selectlanguage"
        " MakeSentenceCase foreignquote hphantom fbox makebox nocase ul st so textquote hyphenateprotect".split(),
        _NOTHING,
    ),
}
DECLARATIONS: dict[str, tuple[str, str]] = {  # commands that hold to the end of their group
    **dict.fromkeys(("it", "em", "sl", "itshape", "slshape"), _ITALIC),
    **dict.fromkeys(("bf", "bfseries"), _BOLD),
    **dict.fromkeys(("sc", "scshape"), _CAPS),
}
IGNORED = frozenset(
    "protect relax rm sf tt upshape normalfont rmfamily sffamily ttfamily mdseries small footnotesize scriptsize tiny"
    " normalsize large Large LARGE huge Huge displaystyle textstyle left right big Big bigl bigr Bigl"
    " Bigr limits nolimits"
    " noindent hfill allowbreak nolinebreak nobreak sloppy raggedright leavevmode unskip ignorespaces null xspace"
    " textcompwordmark nonumber hyp penalty cyrchar begingroup endgroup".split()
)
DROP_FIRST = frozenset(("foreignlanguage", "textcolor", "color", "fontencoding", "bibinfo", "bibfield", "textlang"))
"""Commands whose first argument says how, not what."""
DROP_ARGUMENT = frozenset(
    ("noopsort", "SortNoop", "begin", "end", "label", "hspace", "vspace", "phantom", "vphantom", "cite", "nocite")
)
VERBATIM_ARGUMENT = frozenset(("url", "path", "nolinkurl", "doi", "verb", "burl"))
