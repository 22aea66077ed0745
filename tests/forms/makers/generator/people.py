"""What people write: made-up answers by the kind of blank, with the liberties that real ones take. Deterministic."""

from __future__ import annotations

import zlib
from random import Random

from tests.forms.makers.generator.drafts import Item, Part

_NAMES = [
    "Dr Amara Okafor",
    "Prof. Ieuan Rhys-Jones",
    "Sarah O'Neill",
    "Dr Wei Zhang",
    "Ms Priya Nair",
    "Tomasz Kowalski",
    "Dr Hannah Lowe",
]
_ORGS = [
    "University of Northbridge",
    "Institute for Justice Studies",
    "Cardiff Metropolitan University",
    "Ministry of Justice",
    "King's College Westbury",
    "The Harbour Trust (registered charity)",
]
_ROLES = ["Principal investigator", "Research Fellow", "Data analyst", "Lecturer in Criminology", "PhD student"]
_SHORT = [
    "Custodial remand and later employment outcomes",
    "Linking courts and education records, 2011-2022",
    "Sentencing disparities: evidence from linked data",
    "Trajectories",
    "Women on probation and the courts: a cohort study",
]
_MONEY = ["£184,220", "£40,000 (to be confirmed by the funder in June)", "ES/X00123/1", "None - PhD studentship"]
_LONG = [
    "We will estimate the effect of remand in custody on sentence length with an instrumental variable design that uses the quasi-random allocation of bench rosters.",
    "The study links Data First magistrates' court and Crown Court records to prison receptions between 2013 and 2021, using the linking dataset.",
    "All analysis takes place inside the secure setting; only aggregate tables and regression output leave it after two checks by trained staff.",
    "Findings will help probation services to target support at people at high risk of breach, and will be published open access.",
    "No identifiable information is requested. Dates of birth are banded to years of age at first hearing.",
    "Yes, although the numbers will be small: we expect some 1,200 records a year, of which about 3% lack an offence code.",
    "Records are kept for five years after the end of the award and then deleted, with a certificate of destruction.",
    "Our advisory group (four people with lived experience of custody, two practitioners) met twice in 2023 and reshaped the second aim.",
    "The lawful basis is Article 6(1)(e), public task, with Article 9(2)(j) and Schedule 1, Part 1, paragraph 4 for special categories.",
    "There is a risk that small cells disclose individuals in rural areas; counts under ten are suppressed and rates are rounded.",
]
_QUOTE = (
    "You ask “{label}” - this is dealt with in full in our protocol, version 2.1, and in short: it is proportionate."
)


def answers(
    parts: list[Part],
    seed: str,
    *,
    blank: set[str] = frozenset(),
    blank_share: float = 0.0,
    quotes: int = 0,
    rich: bool = False,
    rows: int = 2,
) -> dict[str, object]:  # type: ignore[assignment]
    """Answers to the items of a form: None for those left blank."""
    random = Random(zlib.crc32(seed.encode()))
    given: dict[str, object] = {}
    items = [item for part in parts for item in part.items]
    quotable = [i.id for i in items if i.kind == "text" and i.hint == "long"]
    quoting = set(random.sample(quotable, min(quotes, len(quotable))))
    for item in items:
        if item.id in blank or random.random() < blank_share:
            given[item.id] = None
        elif item.options:
            given[item.id] = (
                [random.choice(item.options)]
                if item.kind != "choices"
                else [o for o in item.options if random.random() < 0.45] or [item.options[-1]]
            )
        elif item.columns:
            given[item.id] = [[_cell(c, random) for c in item.columns] for _ in range(rows)]
        elif item.id in quoting:
            other = random.choice([i for i in items if i.kind == "text" and i.hint == "long"])
            given[item.id] = [_QUOTE.format(label=other.label), random.choice(_LONG)]
        else:
            given[item.id] = _text(item, random, rich)
    return given


def _cell(column: str, random: Random) -> str:
    low = column.lower()
    if "name" in low or "person" in low:
        return random.choice(_NAMES)
    if "organ" in low or "employer" in low or "institution" in low:
        return random.choice(_ORGS)
    if "role" in low or "title" in low or "position" in low:
        return random.choice(_ROLES)
    if "date" in low or "from" in low or low == "to" or "year" in low:
        return f"{random.randint(1, 28):02}/0{random.randint(1, 9)}/2022"
    if "mail" in low:
        return "a.person@example.ac.uk"
    return random.choice(
        ["Yes", "ONS 10342", "Needed to tell first from repeat appearances", "2015 to 2020", "Courts", "Row level"]
    )


def _text(item: Item, random: Random, rich: bool) -> list[object]:
    hint = item.hint
    if hint == "name":
        return [random.choice(_NAMES)]
    if hint == "org":
        return [random.choice(_ORGS)]
    if hint == "role":
        return [random.choice(_ROLES)]
    if hint == "email":
        return [random.choice(["a.okafor@northbridge.example", "iwan.rhys@uni.example.ac.uk"])]
    if hint == "phone":
        return [random.choice(["01632 960 123", "+44 (0)29 2087 4000 ext. 12"])]
    if hint == "date":
        return [random.choice(["1 September 2025", "14/02/2026", "30.06.2025", "01/10/2027"])]
    if hint == "short":
        return [random.choice(_SHORT)]
    if hint == "money":
        return [random.choice(_MONEY)]
    if hint == "address":
        return (
            ["Law Building, 4 Park Lane", "Northbridge", "NB1 4QQ"]
            if rich
            else ["Law Building, 4 Park Lane, Northbridge, NB1 4QQ"]
        )
    if hint == "word":
        return [random.choice(["None", "No", "Not applicable - no such data", "N/A", "12", "Three"])]
    count = random.randint(1, 4) if rich else random.randint(1, 2)
    pieces: list[object] = list(random.sample(_LONG, count))
    if rich and random.random() < 0.35:
        pieces[1:1] = [
            ("bullet", "courts and sentencing outcomes"),
            ("bullet", "Why now: the 2020 Act changed the tests"),
            ("bullet", "reoffending within 24 months?"),
        ]
    if rich and random.random() < 0.15:
        pieces.append([["Year", "Records"], ["2019", "104,000"], ["2020", "87,500"]])
        pieces.append("The counts are from the published bulletin.")
    if rich and random.random() < 0.2:
        pieces.insert(0, "Aims and approach:")
    if rich and random.random() < 0.15:
        pieces.append(("bold", "Further details"))
        pieces.append(random.choice(_LONG))
    return pieces
