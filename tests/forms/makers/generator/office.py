"""Runs LibreOffice to convert between formats, with a profile of its own."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def converted(data: bytes, source: str, target: str, *, web: bool = False) -> bytes:
    """The file as another format: `source` is its extension, `target` an extension or "ext:filter"; `web` marks HTML for Writer."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"in.{source}").write_bytes(data)
        profile = Path(tempfile.gettempdir()) / "lo_makers"
        extension = target.partition(":")[0]
        infilter = ["--infilter=HTML (StarWriter)"] if source == "html" else []
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{profile}",
                *infilter,
                "--convert-to",
                target,
                "--outdir",
                f"{folder}/out",
                f"{folder}/in.{source}",
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return (Path(folder) / "out" / f"in.{extension}").read_bytes()
