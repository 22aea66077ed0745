"""Where something stands in a submission. Ground floor: application and report both point at places with it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class QuestionRef(BaseModel):
    """A question of the form as a person names it: its id in the definition, its number ("3.5") and its label."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    number: str = ""
    label: str = ""


class Location(BaseModel):
    """A place in a submission; each field is set only where it is known, and unset fields are left out of the JSON.

    `file` is the path within the submission, `section` the section's title, `cell` an A1 reference or range ("F12",
    "F12:F20"), `row` and `page` count from 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str | None = None
    section: str | None = None
    question: QuestionRef | None = None
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    variable: str | None = None
    dataset: str | None = None
    page: int | None = None

    @model_serializer(mode="wrap")
    def _only_what_is_known(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value is not None}
