"""How well blank forms are learned and filled copies of them read: python -m benchmarks.forms [form ...] [-v].

For each form of tests/forms/makers: the share of a person's questions that was learned, what was invented, and of each filled copy the share
of right answers, blanks taken for answers and answers taken for blanks.
"""

from __future__ import annotations

import sys
import time

from tests.forms.makers.scoring import (
    COPIES,
    document_at,
    file_of,
    forms,
    learned,
    read_copy,
    score_blank,
    score_copy,
    truth_of,
)


def main(arguments: list[str]) -> int:
    """Prints the figures; with -v what is behind them. 1 when something is below what the project promises."""
    told = "-v" in arguments
    names = [name for name in arguments if not name.startswith("-")] or forms()
    failed = False
    total = right = false_answers = false_blanks = 0
    for name in names:
        definition = learned(name)
        blank = score_blank(definition, truth_of(file_of(name, "blank").with_suffix(".yaml")))
        print(
            f"{name:18} questions {blank.found:6.1%} of {blank.expected}, invented {len(blank.invented)}, kinds wrong {len(blank.kinds)}, sections {'ok' if blank.sections_agree else 'DIFFER'}"
        )
        failed |= blank.found < 0.9 or bool(blank.invented) or not blank.sections_agree
        if told:
            for title, lines in (("missing", blank.missing), ("invented", blank.invented), ("kind", blank.kinds)):
                for line in lines:
                    print(f"    {title}: {line}")
            if not blank.sections_agree:
                print("    sections:", blank.sections[1])
        for copy in COPIES:
            path = file_of(name, copy)
            document_at(path)
            start = time.perf_counter()
            form = read_copy(definition, path)
            taken = time.perf_counter() - start
            score = score_copy(form, blank.places, truth_of(path.with_suffix(".yaml")))
            total += score.expected
            right += score.expected - len(score.wrong)
            false_answers += len(score.false_answers)
            false_blanks += len(score.false_blanks)
            failed |= score.right < 0.98 or bool(score.false_answers or score.false_blanks)
            print(
                f"    {copy:10} right {score.right:6.1%}, false answers {len(score.false_answers)}, false blanks {len(score.false_blanks)}, match {form.match:.0%}, {taken * 1000:.0f} ms"
            )
            if told:
                for line in score.wrong:
                    print(f"        {line[:260]}")
    print(
        f"all: {right} of {total} right ({right / total:.1%}), false answers {false_answers}, false blanks {false_blanks}"
    )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
