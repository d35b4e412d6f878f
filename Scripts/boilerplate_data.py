"""What Scripts/train-boilerplate, eval-boilerplate and eval-repeats share: the collections, the pages written for this
project, and how TamisTrain is told of documents and answers with verdicts."""
import gzip
import json
import os
import pathlib
import re
import struct
import subprocess
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOL = pathlib.Path(os.environ.get("TAMIS_TRAIN", ROOT / ".build/release/TamisTrain"))
# The pages that a fit learns from; those of its folder `held-out` it never sees.
WRITTEN = ROOT / "Scripts/boilerplate-pages"
# Documents of nothing but furniture, alike; those held out have short texts beside them.
BARE = WRITTEN / "bare"


def tidy(line):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", line)).strip()


def write_documents(documents, path):
    """Documents, each a list of lines, as Sources/TamisTrain/main.swift has it."""
    with open(path, "wb") as file:
        file.write(struct.pack("<I", len(documents)))
        for lines in documents:
            file.write(struct.pack("<I", len(lines)))
            for line in lines:
                data = tidy(line).encode("utf-8", "replace")
                file.write(struct.pack("<I", len(data)) + data)


def read(path):
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def written_files(folder=WRITTEN):
    return sorted(folder.glob("*.txt"))


def written_pages(folder=WRITTEN):
    """The pages of a folder as rows like those of the collections: see README.md of Scripts/boilerplate-pages. `near` has the
    lines that an extractor might leave."""
    for path in written_files(folder):
        for number, page in enumerate(path.read_text(encoding="utf-8").split("%% ")[1:]):
            head, *lines = page.rstrip("\n").split("\n")
            marks = [line[0] for line in lines]
            name = "written-%s-%d" % (path.stem, number)
            yield {"id": name, "source": "written", "domain": name, "lang": path.stem[:2], "ptype": head.split()[0],
                   "lines": [line[2:] for line in lines], "labels": [int(mark in "+=") for mark in marks],
                   "ign": [i for i, mark in enumerate(marks) if mark == "~"],
                   "near": [i for i, mark in enumerate(marks) if mark == "*"]}


def borders(row):
    """Where the content begins and where it ends; none for a page without any."""
    kept = [i for i, label in enumerate(row["labels"]) if label]
    return (kept[0], kept[-1] + 1) if kept else None


def excerpts(row, rng):
    """Parts of a full page of up to 40 lines, short ones as often as long ones: some of the furniture above or below its text, some of
    its text alone, and text of 80 letters and more with the furniture next to it. Each with how much of it is text."""
    def size(most):
        return int(round(most ** rng.random()))

    def run(lines):
        count = min(len(lines), size(40))
        start = rng.randrange(len(lines) - count + 1)
        return lines[start:start + count]

    start, end = borders(row)
    lines = row["lines"]
    text = [line for line, label in zip(lines, row["labels"]) if label]
    ignored = set(row["ign"])
    above, below = ([lines[i] for i in part if i not in ignored] for part in (range(start), range(end, len(lines))))
    furniture = above if rng.random() < 0.5 else below
    if furniture:
        yield "furniture", run(furniture)
    yield "text", run(text)
    place, count, reach = rng.randrange(len(text)), size(20), size(20)
    part = text[place:place + count]
    sides = rng.random()
    if sum(map(len, part)) >= 80:
        yield "both", (above[-reach:] if sides < 0.7 else []) + part + (below[:reach] if sides > 0.3 else [])


def split(documents, data):
    """The tool's verdicts, document by document."""
    verdicts = list(struct.iter_unpack("<fBBI", data))
    out, place = [], 0
    for lines in documents:
        out.append(verdicts[place:place + len(lines)])
        place += len(lines)
    return out


def judge(documents, model="-"):
    """For each document a list of (score, kept, kind, reasons)."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder) / "documents", pathlib.Path(folder) / "verdicts"
        write_documents(documents, source)
        subprocess.run([str(TOOL), "judge", str(source), model, str(target)], check=True)
        return split(documents, target.read_bytes())


def kept_lines(rows, judged):
    """What the scorer asks for: by document, which lines are kept."""
    return {row["id"]: {"keep": [v[1] for v in verdicts]} for row, verdicts in zip(rows, judged)}


def calibration(rows, judged, bins=15):
    count, kept, total = [0] * bins, [0.0] * bins, [0.0] * bins
    for row, verdicts in zip(rows, judged):
        ignored = set(row["ign"])
        for i, (label, verdict) in enumerate(zip(row["labels"], verdicts)):
            if i in ignored:
                continue
            b = min(bins - 1, int(verdict[0] * bins))
            count[b] += 1
            kept[b] += label
            total[b] += verdict[0]
    n = sum(count)
    curve = [(total[b] / count[b], kept[b] / count[b], count[b]) for b in range(bins) if count[b]]
    return sum(c / n * abs(p - k) for p, k, c in curve), curve
