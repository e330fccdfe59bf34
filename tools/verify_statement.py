#!/usr/bin/env python3
"""Says offline whether a Xiaopu statement (CSV or PDF) is whole, and belongs to roots that the network published.

    python3 verify_statement.py xiaopu-2026-11.csv ledger.json

ledger.json is what /ledger.json of the network says, best kept by somebody else. Ends with 0 where all is well, with 1
where not. Names of goods and people are not proven; of a PDF its attached file is, not what is drawn. How: /ledger.
"""

import csv, json, re, sys, zlib
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from hashlib import sha256
from pathlib import Path

BETWEEN, NOTES = {"release", "withdrawal_requested", "withdrawal_failed"}, ("commission", "bonus", "coupon")
LEAF, NODE = b"\x00", b"\x01"


def need(true, words):
    if not true:
        raise ValueError(words)


def hashed(*parts):
    return sha256(b"".join(parts)).digest()


def root(peaks):
    return reduce(lambda top, peak: hashed(NODE, peak, top), reversed(peaks))


def climb(new, place, size, path):
    need(0 <= place < size and bool(path) == (size > 1), "a path that no tree has")
    half = 1 << (size - 1).bit_length() - 1 if size > 1 else 0
    if place < half:
        return hashed(NODE, climb(new, place, half, path[:-1]), path[-1])
    return hashed(NODE, path[-1], climb(new, place - half, size - half, path[:-1])) if half else new


def standing(it, log, roots):
    peaks, path = ([bytes.fromhex(one) for one in it[name]] for name in ("peaks", "path"))
    need(len(peaks) == bin(it["size"]).count("1") > 0, "not the peaks of a log of that size")
    said = f"{it['salt']}\n{log}\n{it['size']}\n{it['held']}\n{root(peaks).hex()}"
    top = climb(hashed(LEAF, said.encode()), it["place"], it["log_total"], path).hex()
    need(top == roots.get(it["day"]), f"it does not belong to the root of {it['day']}, or you gave none of that day")
    return it["size"], it["held"], peaks


def proven(head, rows, roots):
    """Every entry as name, local moment, kind, amount, note; those that nights have sealed are proven."""
    first, begins, ends, found, later = f"{head['month']}-01", head["begins"], head["ends"], [], 0
    need(not begins or f"{date.fromisoformat(begins['day']) + timedelta(2)}" <= first, "it begins too late")
    size, held, peaks = standing(begins, head["log"], roots) if begins else (0, 0, [])
    end = standing(ends, head["log"], roots) if ends else (size, held, list(peaks))
    for number, salt, purse, at, kind, code, amount, reference, note in rows:
        if number:
            need(number == size + 1 and not later, f"entry {number} does not follow entry {size}")
            said = f"{salt}\n{number}\n{purse}\n{at}\n{kind}\n{code}\n{amount}\n{reference}\n{note}"
            new = hashed(LEAF, said.encode())
            for _ in range((~size & size + 1).bit_length() - 1):
                new = hashed(NODE, peaks.pop(), new)
            size, peaks = number, [*peaks, new]
        later += not number
        if purse != "deposit":
            held += amount if number else 0
            when = f"{datetime.fromisoformat(at) + timedelta(hours=8):%Y-%m-%d %H:%M}"
            found.append((str(number or f"u{later}"), when, kind, amount, note))
    need((size, held, peaks) == end, "entries were altered, left out, added or moved")
    return found, later


def fen(cell):
    return int(Decimal(cell) * 100) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else None


def compare(table, head, found):
    month, is_shop, named = head["month"], head["log"].startswith("shop-"), Counter()
    at = next((n for n, row in enumerate(table) if row[1:2] == [month]), 0)
    need(at and any(head["log"].split("-")[1] in row[1] for row in table[1:at]), "another month, or another owner")
    figures = [fen(row[1]) for row in table[at : table.index([])] if len(row) == 2 and fen(row[1]) is not None]
    opening = (head["begins"] or {"held": 0})["held"] + sum(one[3] for one in found if one[1] < month)
    mine = {one[0]: one for one in found if one[1].startswith(month)}

    def total(entries, *kinds, note=None):
        return sum(one[3] for one in entries if (not kinds or one[2] in kinds) and note in (None, one[4]))

    need(figures[0] == opening and figures[-1] == opening + total(mine.values()), "another opening or closing")
    need(sum(figures[:-1]) == figures[-1], "the figures do not add up")
    out = total(mine.values(), "withdrawal_paid", "withdrawal_returned")
    made = [*(total(mine.values(), "capture", note=note) for note in NOTES), total(mine.values(), "refund"), out]
    need(figures[1:6] == made if is_shop else out in figures[1:-1], "a figure is not what its entries make")
    need(is_shop or table[-1][-1] == "sum", "the sums under the rows are missing")
    before, sums = "9", [0] * 7
    for row in table[table.index([]) + 2 :]:
        names, cells = row[-1].split(), [fen(cell) for cell in row[-5 if is_shop else -8 : -1]]
        if names == ["sum"]:
            need(cells == sums and cells[:6] == figures[1:7] and row is table[-1], "other sums under the rows")
            continue
        need(None not in cells and all(name in mine for name in names), f"no entry is behind the row {row}")
        own, named = [mine[name] for name in names], named + Counter(names)
        parts = [total(own, note=note) for note in NOTES] if is_shop else cells[:6]
        need([*parts, total(own)] == cells and (is_shop or sum(parts) == cells[6]), f"other amounts in the row {row}")
        need(not is_shop or before >= row[0] == max(one[1] for one in own), f"another time or place: {row}")
        before, sums = row[0], [a + b for a, b in zip(sums, cells, strict=False)]
    moving = {one[2] for one in found} - BETWEEN if is_shop else {"capture", "refund"}
    need(named == Counter(name for name, one in mine.items() if one[2] in moving), "rows are missing, or stand twice")
    return opening, figures[-1]


def attached(data):
    for part in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S):
        with suppress(zlib.error):
            if b"xiaopu {" in (text := zlib.decompressobj().decompress(part)):
                return text
    raise ValueError("no statement is attached to this PDF")


def main(statement, *files):
    data = Path(statement).read_bytes()
    text = attached(data) if data.startswith(b"%PDF") else data
    table = list(csv.reader(text.decode("utf-8-sig").splitlines()))
    told = [json.loads(row[0][7:]) for row in table if row and row[0].startswith("xiaopu ")]
    need(told and told[0].get("statement") == 1, "no proof is in it")
    published = [json.loads(Path(name).read_bytes()) for name in files]
    roots = {day: top for one in published for day, top in one.get("roots", {one.get("day"): one.get("root")}).items()}
    found, later = proven(told[0], told[1:], roots)
    opening, closing = compare(table[: len(table) - len(told)], told[0], found)
    log, month, ends = (told[0][name] for name in ("log", "month", "ends"))
    print(f"whole: {log} {month}, {opening / 100:.2f} to {closing / 100:.2f}, {len(found)} entries")
    print(f"proven up to the root of {ends['day']}" if ends else "no root was published yet: nothing is proven")
    print(f"{later} of them came after that root: they add up, and no root holds them yet")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (ValueError, LookupError, TypeError, OSError, ArithmeticError) as error:
        sys.exit(f"NOT PROVEN: {error}")
