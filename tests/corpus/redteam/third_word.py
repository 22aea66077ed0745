"""Forms in WordprocessingML as Word 365 and Google Docs write it: split runs, controls, highlighted or struck-out choices."""

from tests.corpus.redteam.third_core import (
    OPTS_YN,
    SECTIONS,
    SHORT,
    TITLE,
    applies,
    blocks,
    fields,
    h,
    options,
    people,
    picked,
)
from tests.corpus.redteam.third_ooxml import Doc


def dates_control(word, tag, v):
    return word.control(
        tag,
        v,
        "Click or tap to enter a date.",
        '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/></w:date>',
    )


def controls(dest, d):
    "shaded question row above the answer row, all in controls; Yes / No with one deleted; drop-down for a choice"
    word = Doc("word", 5)
    out = [
        word.tbl(
            [
                [
                    word.p("Data Access Group", b=True, color="FFFFFF", sz=40)
                    + word.p("Application form for secure access to data", color="FFFFFF", sz=28)
                ]
            ],
            [9000],
            shade={(0, 0): "1D1D1B"},
        ),
        word.p(),
        word.p(
            "Complete every section that applies to you. Where a question does not apply, enter N/A. Guidance is given in italics and may be left in place."
        ),
    ]
    for s in SECTIONS:
        on = applies(s, d)
        out.append(word.p(s["title"], style="Heading2", num=(2, 0)))
        for q in s["questions"]:
            a = d.get(q["id"], "") if on else ""
            k = q["answer"]
            head = word.p(q["label"], b=True, num=(2, 1)) + (
                word.p("Guidance: " + SHORT[q["id"]], i=True) if q["id"] in SHORT else ""
            )
            if k == "yes_no":
                pk = picked(a)
                rest = "\n".join(a.split("\n")[1:])
                head = word.p(q["label"] + " Yes / No (delete as appropriate)", b=True, num=(2, 1))
                cell = word.p(OPTS_YN[pk[0]] if pk else "Yes / No") + (word.blocks(blocks(rest)) if rest else "")
            elif k == "choice":
                pk = picked(a)
                items = "".join(f'<w:listItem w:displayText="{h(t)}" w:value="{o}"/>' for o, t in options(q).items())
                cell = word.p(
                    word.control(
                        q["id"],
                        options(q)[pk[0]] if pk else "",
                        "Choose an item.",
                        f'<w:dropDownList><w:listItem w:value="Choose an item."/>{items}</w:dropDownList>',
                    )
                )
            elif k == "choices":
                pk = picked(a)
                cell = "".join(word.p(word.check(o in pk) + word.run("  " + t)) for o, t in options(q).items())
            elif k in ("fields", "signature"):
                f = fields(a)
                cell = word.tbl(
                    [
                        [
                            word.p(x),
                            word.p(
                                dates_control(word, x, f.get(x, "")) if "ate" in x else word.control(x, f.get(x, ""))
                            ),
                        ]
                        for x in q["fields"]
                    ],
                    [2500, 6000],
                )
            elif k == "people":
                cell = word.tbl(
                    [[word.p(c, b=True) for c in q["columns"]]]
                    + [[word.p(c) for c in r] for r in [*people(a), [""] * 4]],
                    header=1,
                )
            else:
                cell = word.block_control(q["id"], word.blocks(blocks(a)) if a else "")
            out.append(word.tbl([[head], [cell]], [9000], shade={(0, 0): "DEEAF6"}))
            out.append(word.p())
    word.save(dest, "".join(out), header="Data Access Group – application", footer="Version 5 – 2025")


def highlighted(dest, d):
    "as Google Docs exports: heading 3 for the question, one-cell table for the answer, highlighted choice"
    word = Doc("google", 3)
    out = [word.p(TITLE, style="Title"), word.p("Please highlight your choice in yellow where there is a list.")]
    for s in SECTIONS:
        on = applies(s, d)
        out.append(word.p(f"{s['number']}. {s['title']}", style="Heading2"))
        if not on:
            out.append(word.p("Not applicable to us."))
            continue
        for q in s["questions"]:
            a = d.get(q["id"], "")
            k = q["answer"]
            out.append(word.p(f"{q['number']} {q['label']}", style="Heading3"))
            if k in ("choice", "choices", "yes_no"):
                pk = picked(a)
                for o, t in options(q).items():
                    out.append(word.p(word.run(t, hl="ffff00" if o in pk else None)))
                rest = "\n".join(a.split("\n")[1:])
                if rest:
                    out.append(word.blocks(blocks(rest)))
            elif k == "people":
                out.append(
                    word.tbl([[word.p(c, b=True) for c in q["columns"]]] + [[word.p(c) for c in r] for r in people(a)])
                )
            elif k in ("fields", "signature"):
                f = fields(a)
                out.append(word.tbl([[word.p(x), word.p(f.get(x, ""))] for x in q["fields"]], [2500, 6500]))
            else:
                out.append(word.tbl([[word.blocks(blocks(a))]], [9000]))
            out.append(word.p())
    if "annex" in d:
        out.append(word.p("Annex A – variables requested", style="Heading2"))
        v = d["annex"]
        out.append(
            word.tbl(
                [[word.p(x, b=True) for x in ("Dataset", "Variable", "What it is", "Why we need it")]]
                + [[word.p(c) for c in (r[0], r[2], r[3], r[4])] for r in v]
            )
        )
    word.save(dest, "".join(out))


def struck(dest, d):
    "numbers and questions in one paragraph; struck-out options; people's header row twice; answers as plain paragraphs"
    word = Doc("word", 7)
    out = [
        word.p("MINISTRY OF JUSTICE", b=True),
        word.p(TITLE.upper(), style="Title"),
        word.p("Strike out what does not apply. Start each answer on a new line.", i=True),
    ]
    for s in SECTIONS:
        on = applies(s, d)
        out.append(word.p(f"PART {s['number']} – {s['title'].upper()}", b=True, shade="BFBFBF"))
        for q in s["questions"]:
            a = d.get(q["id"], "") if on else "N/A"
            k = q["answer"]
            if k == "yes_no" and on:
                pk = picked(a)
                out.append(
                    word.p(
                        word.run(f"{q['number']}. {q['label']} ", b=True)
                        + "".join(
                            word.run(t, strike=o not in pk)
                            + word.run(" / " if o == "yes" else " (delete as appropriate)")
                            for o, t in OPTS_YN.items()
                        )
                    )
                )
                rest = "\n".join(a.split("\n")[1:])
                out.append(word.blocks(blocks(rest)) if rest else "")
                continue
            out.append(word.p(f"{q['number']}. {q['label']}", b=True))
            if not on:
                out.append(word.p("N/A"))
                continue
            if q["id"] in SHORT:
                out.append(word.p("[" + SHORT[q["id"]] + "]", i=True, color="7F7F7F"))
            if k in ("choice", "choices"):
                pk = picked(a)
                for o, t in options(q).items():
                    out.append(word.p(word.run(t, strike=o not in pk), num=(1, 0)))
            elif k == "people":
                pr = people(a)
                hd = [word.p(c, b=True) for c in q["columns"]]
                out.append(
                    word.tbl(
                        [hd]
                        + [[word.p(c) for c in r] for r in pr[:2]]
                        + [hd]
                        + [[word.p(c) for c in r] for r in pr[2:]]
                        + [[word.p()] * 4] * 3,
                        header=1,
                    )
                )
            elif k in ("fields", "signature"):
                f = fields(a)
                for x in q["fields"]:
                    out.append(word.p(word.run(x + ":", b=True) + word.run("\u00a0\u00a0" + f.get(x, ""))))
            else:
                out.append(word.blocks(blocks(a)))
    word.save(
        dest, "".join(out), header="Secure access to data", footer="Completed forms to datalinkingteam@justice.gov.uk"
    )


def tracked(dest, d):
    "question paragraphs, 'Response' line; a Y in the column beside the options; tracked changes and comments left in"
    word = Doc("word", 77)
    word.comments = ["Eleni, is this still right?", "Please check with HMCTS."]
    out = [word.p(TITLE, style="Title")]
    for s in SECTIONS:
        on = applies(s, d)
        out.append(word.p(s["title"], style="Heading1", num=(2, 0)))
        if not on:
            continue
        for q in s["questions"]:
            a = d.get(q["id"], "")
            k = q["answer"]
            out.append(word.p(q["label"], style="Heading2", num=(2, 1)))
            if k in ("choice", "choices", "yes_no"):
                pk = picked(a)
                out.append(
                    word.tbl([[word.p(t), word.p("Y" if o in pk else "")] for o, t in options(q).items()], [8000, 1000])
                )
                rest = "\n".join(a.split("\n")[1:])
                out.append(word.blocks(blocks(rest)) if rest else "")
            elif k == "people":
                out.append(
                    word.tbl(
                        [[word.p(c, b=True) for c in q["columns"]]]
                        + [[word.p(c) for c in r] for r in [*people(a), [""] * 4]],
                        header=1,
                    )
                )
            elif k in ("fields", "signature"):
                f = fields(a)
                out.append(word.tbl([[word.p(x, b=True), word.p(f.get(x, ""))] for x in q["fields"]], [2500, 6500]))
            else:
                out.append(word.p("Response:", b=True))
                bl = word.blocks(blocks(a))
                if q["id"] == "project.benefit":
                    bl += f'<w:p><w:commentRangeStart w:id="0"/><w:ins w:id="901" w:author="KW" w:date="2026-11-10T09:00:00Z">{word.run("Staff at all three sites asked for this.")}</w:ins><w:del w:id="902" w:author="KW" w:date="2026-11-10T09:00:00Z"><w:r><w:delText>To be written by Eleni.</w:delText></w:r></w:del><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
                if q["id"] == "project.outputs":
                    bl += '<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>'
                out.append(bl)
    word.save(dest, "".join(out), footer="DAG form")
