"""The shapes that names and years have in running text; `intext` puts them together."""

from __future__ import annotations

import re

_U = r"[^\W\d_a-zß-öø-ÿ]"  # a letter that is not small
_L = r"[^\W\d_]"
PARTICLE = (
    r"(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]as|[Dd]u|[Ll]a|[Ll]e|[Ll]os|[Tt]er"
    r"|[Tt]en|[Tt]e|[Zz]u|[Zz]ur|[Zz]um|[Aa]l|[Ee]l|[Bb]in|[Ii]bn|[Aa]f|[Aa]v|'t|[Ss]t\.|[Yy])"
)
WORD = rf"(?:{PARTICLE}[ -]){{0,3}}(?:[dDlLO]'|[dD]e|[dD]i|[vV]an)?{_U}{_L}*(?:['-]{_L}+)*"
INITIALS = rf"(?:(?:{_U}\.[ -]?){{1,4}} ?)"
FAMILY = rf"{INITIALS}?{WORD}(?: {WORD}){{0,3}}(?:,? (?:Jr|Sr)\b\.?)?(?:, (?:{_U}\.[ -]?){{1,4}}(?=[,( ]|$))?"
GAP = r"(?:[ \n]{1,2})"
JOINER = rf"(?:,{GAP}?(?:(?:&|and){GAP})?|{GAP}(?:&|and|und|et(?!{GAP}al)|y){GAP})"
ET_AL = (
    rf"(?:,?{GAP}et\.?{GAP}al\b\.?|,?{GAP}(?:and|&){GAP}(?:his{GAP}|her{GAP}|their{GAP})?"
    r"(?:colleagues|associates|co-?workers|others|collaborators|co-?authors)(?:'s?)?)"
)
PERSONS = rf"{FAMILY}(?:{JOINER}{FAMILY}){{0,24}}{ET_AL}?(?:'s?)?"
_SMALL = r"(?:of|for|on|the|in|to|and|at|&|de|des|pour|für|und|et|with|from)"
ORGANISATION = rf"(?:[Tt]he )?(?:U\.S\. |U\.K\. )?{WORD}(?:,? (?:{_SMALL} ){{0,3}}(?:{WORD}|[A-Z]+\d*)){{0,14}}(?:'s?)?"
TITLE = r"[\"“][^\"”\n]{3,160}[\"”]"

_ONE_YEAR = (
    r"(?:(?:ca?\. ?)?(?:1[5-9]\d\d|20\d\d)(?:[-–/](?:1[5-9]\d\d|20\d\d|\d\d(?!\d)))?(?:[a-z](?![a-z])|-[a-z](?![a-z]))?"
    rf"|n\. ?d\.(?:-?[a-z](?![a-z]))?|in{GAP}press(?:-[a-z](?![a-z]))?|forthcoming|in{GAP}preparation)"
)
YEARS = (
    rf"{_ONE_YEAR}(?:{GAP}?(?:,|&|and){GAP}?(?:{_ONE_YEAR}|[a-z](?![\w.])))*"
    r"(?![\w%$€£])(?!\.\d)(?!-\w)"
)

PARENTHETICAL = re.compile(rf"(?P<names>{PERSONS}|{ORGANISATION}|{TITLE})(?P<gap>\s*,\s*|\s+)(?P<years>{YEARS})")
PERSONS_AT_END = re.compile(rf"(?<![\w.'-])(?P<names>{PERSONS})\s*,?\s*$")
POSSESSOR_AT_END = re.compile(
    rf"(?<![\w.'-])(?P<names>{FAMILY}(?:{JOINER}{FAMILY}){{0,3}}{ET_AL}?)(?:(?:'s|(?<=s)')(?:{GAP}[a-z][\w-]*){{1,4}}"
    rf"|,{GAP}(?:in|writing){GAP}[a-z][\w-]*(?:{GAP}[a-z][\w-]*){{0,5}}),?\s*$"
)
ORGANISATION_AT_END = re.compile(rf"(?<![\w'-])(?P<names>{ORGANISATION}|{TITLE})\s*,?\s*$")
YEARS_FIRST = re.compile(rf"\s*(?P<years>{YEARS})")
ANY_YEAR = re.compile(_ONE_YEAR)
ET_AL_AT_END = re.compile(rf"{ET_AL}$")
JOINERS = re.compile(JOINER)
LEADING_INITIALS = re.compile(INITIALS)
NO_SURNAME = re.compile(rf"(?:{_U}\.[ -]?){{1,4}}|(?:Jr|Sr)\.?")
BY_THE_WAY = re.compile(rf"\b(?:as{GAP})?(?:cited|quoted|discussed|reported|described){GAP}in\b", re.IGNORECASE)
PERSONAL = re.compile(rf"personal{GAP}(?:communication|correspondence|interview)", re.IGNORECASE)

NO_NAMES = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec spring summer autumn fall winter monday tuesday wednesday thursday friday saturday sunday"
    " study studies table tables figure figures fig section chapter appendix experiment phase wave version act dsm icd"
    " windows office spss stata excel level grade class cohort year years age since until between from during before"
    " after early late mid circa approximately total range mean median n note notes vol volume no issue item model"
    " equation step week day month time part page edition release update census olympics covid republic ci sd se"
    " iqr rr hr journal africa america asia europe canada mexico brazil chile germany sweden norway denmark finland"
    " netherlands belgium switzerland austria italy spain portugal greece poland russia ukraine turkey egypt kenya"
    " nigeria ghana uganda india pakistan bangladesh china japan korea taiwan kong vietnam thailand malaysia singapore"
    " indonesia philippines australia zealand britain england scotland wales kingdom states california texas illinois"
    " michigan massachusetts ohio florida ontario quebec boston chicago philadelphia angeles york seattle toronto"
    " montreal vancouver melbourne sydney auckland beijing shanghai tokyo osaka seoul mumbai delhi nairobi lagos cairo"
    " berlin munich hamburg vienna zurich amsterdam rotterdam brussels copenhagen oslo stockholm helsinki madrid"
    " barcelona lisbon athens warsaw moscow istanbul edinburgh glasgow dublin liverpool".split()
)
"""Words with a capital before a year that are hardly ever an author: they count only where the list has one. Places
that are common surnames (Jordan, Houston, London) are not among them."""

LEADS = frozenset(
    "in as see also e.g. however although while whereas although similarly according following by for the this these"
    " those that when where since because after before both research studies study and but or yet if thus therefore"
    " hence moreover furthermore additionally finally first second third recently later earlier again although cf"
    " compare contrast consistent unlike like with from of to on at an a work theory model using based building"
    " drawing per via review here there more most some many several other another reviewed reported adapted source"
    " authors researchers psychologist psychologists sociologist author researcher professor dr prof his her their its"
    " it they we i note notably specifically indeed conversely instead additionally against given despite citing"
    " interestingly importantly subsequently originally initially meanwhile then now so not only even though thereby"
    " under over through within among between during until".split()
)
"""Words that begin a sentence or a bracket and are no part of the name behind them."""
