"""Finds the details in a text about ethics review: dates, expiry, reference, title of the project, applicant.

Finds strings only; committees are found by ethics_committee, what the text decides is read by ethics_wording.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dag_check.text import tidy

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DATE = re.compile(
    rf"""(?<![\w/])(?<![A-Za-z][\-.])(?:
      (?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})
    | (?P<d2>\d{{1,2}})\s*[/.\-]\s*(?P<m2>\d{{1,2}})\s*[/.\-]\s*(?P<y2>(?:19|20)?\d\d)
    | (?P<d3>\d{{1,2}})(?:\s*(?:st|nd|rd|th))?(?:\s+day)?(?:\s+of)?[\s\-/.,]*(?P<m3>{_MONTH})[\s,\-/.]*(?P<y3>(?:19|20)\d\d|'?\d\d(?!\d|:))
    | (?P<m4>{_MONTH})\s*(?P<d4>\d{{1,2}})(?:\s*(?:st|nd|rd|th))?,?\s+(?P<y4>(?:19|20)\d\d)
    | (?P<m5>{_MONTH})[\s,\-]*(?:of\s+)?(?P<y5>(?:19|20)\d\d)
    )(?![\w/]|\.\d)""",
    re.I | re.X,
)
_EXPIRY = re.compile(
    r"(?:\bexpir\w+|\bvalid|\bends?\b|\bend date|\buntil\b|\bup to\b|\bruns? (?:to|until)|\b(?:extend\w*|extension|prolong\w*)\b[^.;]{0,30}\bto|\blapses?\b|\bthrough to\b|\bin force)[^.;]{0,40}$",
    re.I,
)
_PERIOD = re.compile(r"\b(?:period|from|between|valid)\b[^.;]{0,30}$", re.I)
_RANGE = re.compile(r"\s*(?:to|until|and|-|–|—|through)\s*$", re.I)
_ASKED = re.compile(
    r"\b(?:next (?:meeting|review|sitting)|appl\w+|submi\w+|provisional|sought|receiv\w+ on|your (?:e-?mail|letter|application) (?:of|dated))[^.;,]{0,40}$",
    re.I,
)
_STEP = re.compile(
    r"\W{0,4}(?:application |form )?(?:re-?submitted|submitted|returned|created|received|sent|passed|assigned|started)\b",
    re.I,
)
"""What follows the date of a step on the way to the decision, in a list of steps."""
_APPROVED = re.compile(
    r"\b(?:approv\w+|granted|favou?rable|opinion|given|date of (?:approval|decision|letter)|clear\w+|confirmed)\b", re.I
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text. `whole` is false where only the month is named (then the day is the first)."""

    date: dt.date
    start: int
    end: int
    whole: bool = True


def dates(text: str) -> list[FoundDate]:
    """Every date in a text, in order, in the spellings of English letters; day before month where both readings are possible."""
    found = []
    for match in _DATE.finditer(text):
        parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
        year = int(parts["y"].lstrip("'"))
        year += 2000 if year < 100 else 0
        month = parts["m"].rstrip(".").lower()
        number = int(month) if month.isdigit() else _MONTHS[month]
        day = int(parts.get("d", "1"))
        if number > 12 and day <= 12:
            day, number = number, day
        try:
            date = dt.date(year, number, day)
        except ValueError:
            continue
        found.append(FoundDate(date, match.start(), match.end(), "d" in parts))
    return found


_WRITTEN_US = re.compile(rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b", re.I)
_WRITTEN_UK = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}", re.I)
_FIGURES = re.compile(r"(?<![\w/.\-])(\d{1,2})/(\d{1,2})/((?:19|20)?\d\d)(?![\w/])")
_US_LAW = re.compile(r"\b(?:21|45) CFR\b")
_US_BODY = re.compile(r"\bIRB\b|\binstitutional review board\b|\b45 CFR\b|\bFWA\d", re.I)


def month_first(text: str) -> bool:
    """Whether a text writes dates as in the United States: a day over 12 stands second, or its board and its written dates are theirs."""
    figures = [(int(match[1]), int(match[2])) for match in _FIGURES.finditer(text)]
    if any(first > 12 for first, _ in figures) or _WRITTEN_UK.search(text):
        return False
    over = any(second > 12 for _, second in figures)
    return (
        over
        or _US_LAW.search(text) is not None
        or (_US_BODY.search(text) is not None and _WRITTEN_US.search(text) is not None)
    )


def day_first(text: str) -> str:
    """A text whose dates put the month first, with those dates year first, which can be read in one way only."""

    def turned(match: re.Match[str]) -> str:
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        return f"{year}-{int(match[1]):02d}-{int(match[2]):02d}" if int(match[1]) <= 12 else match.group()

    return _FIGURES.sub(turned, text)


LONGEST = 1_500
"""Characters of a sentence in which details are looked for."""
MOST_DATES = 60
"""Dates of a text that are weighed: a letter has a handful."""


def decision_date(sentence: str) -> dt.date | None:
    """The date of the decision in a sentence about it: not the end of the approval, nor the day it was applied for."""
    sentence = sentence[:LONGEST]
    best: tuple[int, dt.date] | None = None
    previous: FoundDate | None = None
    for found in dates(sentence)[:MOST_DATES]:
        near = sentence[max(0, found.start - 80) : found.start]
        ends = _EXPIRY.search(near) or _ends_period(sentence, previous, found)
        previous = found
        if ends:
            continue
        rank = 2 if _APPROVED.search(near) else 1
        asked = _ASKED.search(near) or _STEP.match(sentence[found.end : found.end + 60])
        if asked and not (asked.string is near and _APPROVED.search(near, asked.start() + 1)):
            rank = 0
        if best is None or rank > best[0]:
            best = (rank, found.date)
    if best is None or best[0] == 0:
        return None
    return best[1]


def expiry_date(text: str) -> dt.date | None:
    """The day on which the approval ends, where a sentence of the text says so."""
    previous: FoundDate | None = None
    for found in dates(text)[:MOST_DATES]:
        before = re.split(r"[.;]\s|\n\s*", text[max(0, found.start - 90) : found.start])[-1]
        if _EXPIRY.search(before) or _ends_period(text, previous, found):
            return found.date if found.whole else _last_of_month(found.date)
        previous = found
    return None


_NUMBERS = {
    name: number
    for number, names in {
        1: "one a", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
        12: "twelve", 18: "eighteen", 24: "twenty-four", 36: "thirty-six", 48: "forty-eight", 60: "sixty",
    }.items()
    for name in names.split()
}  # fmt: skip
_LASTS = re.compile(
    r"\b(?:approv\w+|opinion|clearance|certificate|permission|valid\w*)\b[^.;]{0,50}\bfor (?:a (?:further )?(?:period|term) of )?(?:a further )?"
    rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})(?: \(\d+\))?[ -](?P<unit>month|year)s?\b"
    r"(?! (?:from|after|following) (?:the )?(?:start|beginning|first|commencement|completion|end|receipt))",
    re.I,
)


def lasting_until(text: str, date: dt.date | None) -> dt.date | None:
    """The end of an approval that is said to be valid for so many months or years, counted from its date."""
    match = _LASTS.search(text) if date else None
    if match is None or date is None:
        return None
    count = match["count"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    months = date.month - 1 + number * (12 if match["unit"].lower() == "year" else 1)
    try:
        return date.replace(year=date.year + months // 12, month=months % 12 + 1)
    except ValueError:
        return _last_of_month(dt.date(date.year + months // 12, months % 12 + 1, 1))


def _last_of_month(date: dt.date) -> dt.date:
    """An approval that ends in a month lasts until its last day."""
    return (date.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _ends_period(text: str, previous: FoundDate | None, found: FoundDate) -> bool:
    """Whether the date is the second of "from A to B" or "for the period A to B"."""
    if previous is None or not _RANGE.fullmatch(text[previous.end : found.start]):
        return False
    return _PERIOD.search(text[max(0, previous.start - 60) : previous.start]) is not None


_TOKEN = r"[A-Za-z0-9][A-Za-z0-9/_\-.()]*"
_CODE = rf"(?:[A-Z]{{2,}}(?:\s(?:II|[A-Z]{{2,4}}))?\s)?{_TOKEN}(?:\s\d[\w/\-.]*)*"
_LABELLED = re.compile(
    rf"""\b(?:[Ee]thics\s|[Aa]pproval\s|[Pp]roject\s|[Aa]pplication\s|[Cc]ommittee\s|[Ss]tudy\s|REC\s|IRB\s|Our\s|Your\s)?
    (?:[Rr]eference|REFERENCE|[Rr]efs?\b\.?|REF\b\.?|ID\b|[Pp]rotocol\s[Nn]umber|(?:[Aa]pproval|[Pp]roject|[Aa]pplication|[Ee]thics|[Rr]eview|[Cc]ertificate)\s(?:[Nn]umber|[Nn]o\b\.?|[Cc]ode|ID\b)|[Nn]umber|[Cc]ode|[Nn]o\.|(?:REB|IRB|REC|HREC|[Pp]rotocol|[Ee]thics|[Oo]ur)\s[Ff]ile|(?-i:^File(?=:)))
    (?:\s(?:[Nn]umber|[Nn]o\b\.?|[Cc]ode|ID\b|is))*\s*(?:is\s|of\s)?(?:[:=\-–]|\#:?)?\s*(?P<code>{_CODE})""",
    re.X,
)
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"\bNSDEC\s?\(?\d\d\)?\s?\d+\b",
        r"(?<![\w/])\d{2}/(?:[A-Z]{1,3}/\d{3,5}|[A-Z]\d{4}/\d{1,4})(?![\w/])",
        r"\bERGO(?:\s?II)?[\s/:#]*\d{4,6}(?:\.\w+)*\b",
        r"\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b",
        r"\bR\d{4,6}/RE\d{1,3}\b",
        r"\b[A-Z]{2,}[A-Za-z]*\d*(?:[/\-._][A-Za-z0-9]+)+(?:[ ]\d{2}/\d{2}(?:-\d{2})?)?(?![\w/])",
        r"\b[A-Z]{1,8}\d{4,}(?:[/\-.]\w+)*\b",
        r"\b[A-Z]{2,}\s(?:19|20)?\d{2}[/-]\d{1,5}(?:-\d{2})?(?![\w/])",
        r"(?<![\w/.\-])(?=[A-Z0-9/_\-]*[A-Z])(?=[A-Z/_\-]*[0-9])[A-Z0-9]+(?:[/\-_][A-Z0-9]+)+(?![\w/])",
        r"\b[A-Z]{3,}\s(?:19|20)\d\d\s\d+\b",
        r"\b\d[\s](?:19|20)\d\d(?:\s\d{3,5})+\b",
        r"(?<![\w/.-])\d{3,6}(?:[-/]\d{2,6}){1,3}(?![\w/-])",
        r"(?<![\w/.\-])\d{2,4}/\d{2}-\d{2}(?![\w/.\-])",
        r"(?:(?<=[Pp]roject )|(?<=[Aa]pplication )|(?<=[Ss]ubmission )|(?<=[Nn]umber )|(?<=[Ff]orm ))\d{3,6}(?![\w/.\-]?\w)",
        r"(?<=\()(?!(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\))\d{2,4}/\d{1,5}(?=[),;])",
        r"(?<=\[)\d{2,4}[-/.]\d{2,6}(?=\])",
        r"(?:(?<=[Pp]rotocol )|(?<=IRB )|(?<=REC ))\d{2,6}(?:[/.\-]\d{1,6})+(?![\w/])",
        r"(?:(?<=action )|(?<=paper )|(?<=file )|(?<=minute )|(?<=item )|(?<=case )|(?<=application ))\d{1,5}[/.\-]\d{1,5}(?![\w/.\-])",
        r"(?<![\w/.,£-])[1-9]\d{4,8}(?![\w/-]|,\d)",
    )
)
_IRAS = re.compile(r"\bIRAS(?:\s(?:project|study))?(?:\s(?:ID|number|no\.?|ref\w*))*\s*[:#]?\s*\d{5,7}\b", re.I)
_NO_REFERENCE = re.compile(
    r"(?:(?:19|20)\d\d|v(?:er(?:sion)?)?\.?\s?\d[\d.]*|COVID-\d+|(?:UK-?)?GDPR.*|DPA.*|ISO.*|[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}|0\d{9,}|www\..*|https?.*|(?:REB|IRB|REC|ERB|HREC)[ -]?\d)",
    re.I,
)


_OTHERS_NUMBER = re.compile(
    r"\b(?:IRAS|[Gg]rant|[Aa]ward|[Ff]und\w*|[Pp]rotocol [Vv]ersion|[Vv]ersion|[Cc]harity|[Cc]ompany|[Rr]egist\w+|VAT|[Tt]el\w*|[Pp]hone|[Ff]ax|FAX|[Cc]all|[Bb]ox|[Rr]oom|[Pp]age|ISRCTN|DPIA|ICO|[Ii]nsurance|[Ss]ponsor\w*|[Dd]ata [Pp]rotection)\b[^.;,]*$"
)
"""Numbers of a letter that are not the committee's."""
_TELEPHONE_OR_POST = re.compile(r".*(?:\(\d{3,5}\)[ -]?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}|(?<!\d)\d{5}-\d{4})", re.S)
"""North American telephone numbers and postcodes in a letterhead, which look like references."""
_FIRST_IN_SUBJECT = re.compile(rf"(?:RE|Re|Subject|FAO)\s*[:.]?\s+(?P<code>(?=\S*\d){_TOKEN})(?=\s|$)")


def reference(sentence: str, *, iras: bool = True) -> str:
    """The committee's reference in a sentence, "" where there is none. A labelled one counts before one known by its shape.

    `iras` false: the number of the project in IRAS, which is no committee's, does not count.
    """
    text = tidy(sentence[:LONGEST])
    taken = [(found.start, found.end) for found in dates(text) if found.whole]
    labelled = labelled_reference(text)
    if labelled:
        return labelled
    first = _FIRST_IN_SUBJECT.match(text)
    if first and _plausible(first["code"]) and not _is_date(first["code"]):
        return _clean(first["code"])
    for shape in _SHAPES:
        for match in shape.finditer(text):
            code = _clean(match.group())
            if (
                _plausible(code)
                and not _is_date(code)
                and not _TELEPHONE_OR_POST.fullmatch(text[max(0, match.start() - 12) : match.end()])
                and not (
                    re.fullmatch(r"[\d-]+", code)
                    and _OTHERS_NUMBER.search(text, max(0, match.start() - 40), match.start())
                )
                and not any(start < match.end() and match.start() < end for start, end in taken)
            ):
                return code
    number = _IRAS.search(text) if iras else None
    return re.sub(r"^\D+", "", _clean(number.group())) if number else ""


_NHS = re.compile(r"(?<![\w/])\d{2}/[A-Z]{1,3}/\d{3,5}(?![\w/])")


_LABEL_ALONE = re.compile(
    r"(?!dear\b)(?:[\w/()']+[ ]){0,4}?(?:id|file|number|no\.?|code|ref(?:erence)?|\w*date|title|investigators?|researchers?|applicant|committee|decision|outcome|status|expires?|expiry|issued on|modified on)(?:\(s\))?\s?\#?:",
    re.I,
)


def with_values(lines: Iterable[str]) -> list[str]:
    """Lines with the value that stands below its label ("Study ID:", "Pro0042") on the label's line."""
    joined: list[str] = []
    for line in lines:
        if joined and _LABEL_ALONE.fullmatch(joined[-1]) and line and not line.endswith(":"):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def nhs_reference(sentence: str) -> str:
    """A reference of the shape that only NHS Research Ethics Committees give."""
    found = _NHS.search(sentence[:LONGEST])
    return found.group() if found else ""


def labelled_reference(sentence: str) -> str:
    """The reference in a sentence that calls it one ("Our ref", "REC reference"), "" where none is."""
    text = tidy(sentence[:LONGEST])
    for match in _LABELLED.finditer(text):
        code = _clean(match["code"])
        others = _OTHERS_NUMBER.search(text, max(0, match.start() - 40), match.start("code"))
        if _plausible(code) and not _is_date(code) and not others:
            return code
    return ""


def _clean(code: str) -> str:
    code = re.split(r"\s(?=(?:0?[1-9]|[12]\d|3[01])[/.]\d{1,2}[/.]\d{2,4}\b)", code)[0].rstrip(".,;:-–/ ")
    if code.count(")") > code.count("("):
        code = code.rstrip(")")
    return code.removesuffix("(").rstrip()


def _plausible(code: str) -> bool:
    return any(character.isdigit() for character in code) and len(code) >= 3 and not _NO_REFERENCE.fullmatch(code)


def _is_date(code: str) -> bool:
    found = dates(code)
    if not found or found[0].start > 0 or code[found[0].end :].isdigit():
        return False
    return found[0].end >= len(code) - 1 and found[0].whole


_TITLE_LABEL = re.compile(
    r"^(?:\w+ / )?(?:(?:full |short |research )*(?:title of (?:the |your |this )?(?:research )?(?:study|project|research|application|proposal)|(?:project|study|research|research project|application|proposal|protocol|submission) (?:title|name)|title)"
    r"|re|project|study|research project|proposal)\s*(?:[:–]|-(?=\s))\s*(.*)$",
    re.I,
)
_NEXT_LABEL = re.compile(
    r"\s+(?:(?:our |your |ethics |rec |iras |project |application |protocol )*(?:reference|ref|number|no|id)\b\.?|applicant|(?:principal|chief) investigator|date(?: of \w+)?|start date|investigators?|sponsor|version)\s*(?:\w+ )?:.*$",
    re.I,
)
"""Where lines ran together, the label that comes after a title."""
_RE_NOISE = re.compile(
    r"^(?:(?:your |the )?(?:ethics?|ethical|research ethics|application|review|approval|outcome|decision|ref|reference|submission|amendment|request|e-?mail|fw|fwd|re)\b[\s:,\-–]*)+",
    re.I,
)
_APPLICANT_LABEL = re.compile(
    r"^(?:name of )?(?:the )?(?:applicant|(?:principal|chief|lead|named) (?:investigator|researcher|applicant)|investigator|researcher|ci|pi|student|lead)(?:\(s\)|s)?(?:['’]s)?(?: name)?(?: \((?:pi|ci)\))?\s*(?:[:–]|-(?=\s))\s*(.*)$",
    re.I,
)
_DEAR = re.compile(
    r"^dear\s+((?:(?:dr|prof(?:essor)?|mr|mrs|ms|miss|mx|sir|dame)\.?\s+)?[A-Z][\w'’\-]+(?:\s+(?:[A-Z][\w'’\-]*\.?|de|van|von|al))*)",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?:colleagues?|panel|board|editors?|members|friends?|customer|user|student|applicants?|all|sir|madam|researchers?|team|investigators?|students?|both|everyone|committee|chair)\b",
    re.I,
)


def project_title(text: str) -> str:
    """The project's title where a line of a letter is labelled as such, "" where none is."""
    lines = [tidy(line) for line in text.splitlines()]
    fallback = ""
    for position, line in enumerate(lines):
        match = _TITLE_LABEL.match(line)
        if match is None:
            continue
        value = _NEXT_LABEL.sub("", match[1] or _next(lines, position))
        if line[:3].lower() in ("re:", "re ", "re-"):
            value = _RE_NOISE.sub("", value).strip(" -–:,")
            value = value if len(value.split()) >= 3 else ""
            fallback = fallback or value
        elif len(value.split()) >= 2:
            return value.strip(" \"'“”‘’.")
    return fallback.strip(" \"'“”‘’.")


def applicant(text: str) -> str:
    """The person to whom the decision is addressed: a labelled name, else the one after "Dear". "" where there is none."""
    lines = [tidy(line) for line in text.splitlines()]
    for position, line in enumerate(lines):
        match = _APPLICANT_LABEL.match(line)
        if match:
            name = (match[1] or _next(lines, position)).strip(" .,")
            if name and len(name) <= 120 and not re.search(r"\d", name):
                return name
    for line in lines:
        dear = _DEAR.match(line)
        if dear and not _NOBODY.search(dear[1]):
            return dear[1]
    return ""


_QUOTED_TITLE = re.compile(
    r"\b(?:project|study|research|application|proposal|submission|entitled|titled|called)\b[^.\"“”]{0,40}[\"“](?P<title>[^\"“”]{15,250})[\"”]",
    re.I,
)


_OF_A_PAPER = re.compile(
    r"\b(?:policy|guidance|guidelines|code of|form|sheet|procedure|handbook|committee|approv\w+)\b", re.I
)


def quoted_title(text: str) -> str:
    """The project's title where a sentence quotes it: the study "..."; "" where none does, or where two differ."""
    quoted = (tidy(match["title"]).strip(" .,") for match in _QUOTED_TITLE.finditer(tidy(text)[:20_000]))
    found = {title for title in quoted if not _OF_A_PAPER.search(title)}
    title = found.pop() if len(found) == 1 else ""
    return title if len(title.split()) >= 4 else ""


def _next(lines: list[str], position: int) -> str:
    """The value below a label that ends its line; a long text before a colon is a title, a short one the next label."""
    below = (line for line in lines[position + 1 : position + 3] if line)
    return next((line for line in below if len(line.partition(":")[0].split()) >= 5 or ":" not in line), "")


def labelled_dates(text: str) -> Iterator[tuple[str, dt.date]]:
    """Lines such as "Date of approval: 12 March 2026" with the words before the colon, lower case."""
    for line in text.splitlines():
        label, colon, value = tidy(line).partition(":")
        if colon and len(label) <= 60 and (found := dates(value)):
            yield label.casefold(), found[0].date
