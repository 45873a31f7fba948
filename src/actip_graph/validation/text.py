"""A validation report as text for a person."""

from __future__ import annotations

from itertools import groupby

from actip_graph.validation.report import Report, Severity

_WORDS = {
    "en": {
        Severity.VIOLATION: "violation",
        Severity.WARNING: "warning",
        Severity.INFO: "note",
        "clean": "No fault in {files} files against {shapes} shape files.",
        "found": "{faults} faults in {files} files against {shapes} shape files.",
        "elsewhere": "(in no single file)",
    },
    "id": {
        Severity.VIOLATION: "pelanggaran",
        Severity.WARNING: "peringatan",
        Severity.INFO: "catatan",
        "clean": "Tidak ada kesalahan dalam {files} berkas menurut {shapes} berkas bentuk.",
        "found": "{faults} kesalahan dalam {files} berkas menurut {shapes} berkas bentuk.",
        "elsewhere": "(tidak dalam satu berkas tertentu)",
    },
}


def write(report: Report, language: str = "en") -> str:
    """Return ``report`` grouped by file and node, ending in one line that sums it up."""
    words = _WORDS[language]
    lines: list[str] = []
    for file, in_file in groupby(report.faults, key=lambda fault: fault.file):
        lines.append(file or words["elsewhere"])
        for focus, of_focus in groupby(in_file, key=lambda fault: fault.focus):
            lines.append(f"  {focus}")
            for fault in of_focus:
                where = f" {fault.path}" if fault.path else ""
                value = f" = {fault.value}" if fault.value and fault.value != fault.focus else ""
                lines.append(f"    {words[fault.severity]}{where}{value} [{fault.shape}]")
                lines.append(f"      {fault.message(language)}")
    key = "found" if report.faults else "clean"
    counts = {"faults": len(report.faults), "files": len(report.checked), "shapes": report.shapes}
    lines.append(words[key].format(**counts))
    return "\n".join(lines) + "\n"
