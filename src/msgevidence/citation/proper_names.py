"""Words that keep their capital in running English text, as they occur in titles of this literature.

Left out on purpose, because as often a common word: black, white, down, march, may, polish, turkey, china.
"""

from __future__ import annotations

_COUNTRIES = """
    Afghanistan Argentina Austria Bangladesh Belgium Bolivia Brazil Britain Bulgaria Canada Chile Colombia Croatia
    Cuba Cyprus Denmark Egypt England Estonia Ethiopia Finland France Germany Ghana Greece Hungary Iceland India
    Indonesia Iran Iraq Ireland Israel Italy Japan Jordan Kenya Korea Kuwait Latvia Lebanon Lithuania Malaysia
    Malawi Mexico Mongolia Morocco Nepal Netherlands Nigeria Norway Pakistan Palestine Peru Philippines Poland
    Portugal Qatar Romania Russia Rwanda Scotland Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Sweden
    Switzerland Syria Taiwan Tanzania Thailand Uganda Ukraine Vietnam Wales Zambia Zimbabwe
"""
_PLACES = """
    Africa America Asia Europe Australia Oceania Antarctica Arctic Atlantic Pacific Mediterranean Caribbean
    Scandinavia California Chicago London Paris Berlin Boston Toronto Melbourne Sydney Beijing Shanghai Tokyo Seoul
    Mumbai Texas Florida Ontario Quebec Victoria Queensland Alaska Hawaii Harvard Yale Oxford Cambridge Stanford
"""
_PEOPLES = """
    African American Asian European Australian Austrian Belgian Brazilian British Canadian Chilean Chinese
    Colombian Cuban Czech Danish Dutch Egyptian English Finnish French German Greek Hungarian Indian Iranian Iraqi
    Irish Israeli Italian Japanese Korean Mexican Nigerian Norwegian Palestinian Portuguese Romanian Russian
    Scandinavian Scottish Somali Spanish Swedish Swiss Syrian Taiwanese Thai Turkish Ukrainian Vietnamese Welsh
    Filipino Latin Latino Latina Latinx Hispanic Aboriginal Maori Māori Inuit Navajo Bengali Hindi Arabic Arab
    Buddhist Buddhism Catholic Christian Christianity Hindu Islam Islamic Jewish Judaism Muslim Protestant Quaker
    Victorian Renaissance
"""
_CALENDAR = """
    January February April June July August September October November December Monday Tuesday Wednesday Thursday
    Friday Saturday Sunday Christmas Easter Ramadan
"""
_PERSONS = """
    Alzheimer Asperger Bayes Bayesian Beck Boolean Bowlby Cronbach Crohn Darwin Darwinian Freud Freudian Gaussian
    Hodgkin Huntington Jung Jungian Kaplan Likert Marfan Markov Marx Marxist Maslow Meier Pareto Parkinson
    Pavlovian Piaget Poisson Rasch Rogerian Rorschach Socratic Stroop Sjögren Tourette Vygotsky Weber Wechsler
    Hispanics
"""
_ORGANISATIONS = """
    Medicare Medicaid Google Facebook Twitter Instagram Wikipedia Reddit Cochrane Delphi Alateen UNESCO Bluetooth
    Android
"""

PROPER_NAMES = frozenset(f"{_COUNTRIES} {_PLACES} {_PEOPLES} {_CALENDAR} {_PERSONS} {_ORGANISATIONS}".split())

PROPER_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "African American", "African Americans", "Al Anon", "Alcoholics Anonymous", "Beck Depression Inventory",
        "Big Brothers", "Civil War", "Clubhouse International", "Cold War", "Costa Rica", "European Union",
        "First Nations", "Gamblers Anonymous", "Great Britain", "Gulf War", "Hearing Voices Network", "Hong Kong",
        "Los Angeles", "Middle East", "Monte Carlo", "Narcotics Anonymous", "Native American", "Native Americans",
        "New England", "New Jersey", "New Orleans", "New York", "New Zealand", "North America", "North Korea",
        "Northern Ireland", "Overeaters Anonymous", "Oxford House", "Pacific Islander", "Pacific Islanders",
        "Puerto Rico", "Recovery Inc", "Recovery International", "Red Cross", "San Francisco", "Saudi Arabia",
        "South Africa", "South America", "South Korea", "Soviet Union", "Sri Lanka", "Torres Strait", "United Kingdom",
        "United Nations", "United States", "West Bank", "World Health Organization", "World War I", "World War II",
    )
)  # fmt: skip
"""Names of several words, each of which alone may be a common word."""
