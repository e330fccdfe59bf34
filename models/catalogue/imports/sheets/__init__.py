"""Goods files read into plain values, whatever their layout. Neither database nor HTTP here."""

from models.catalogue.imports.sheets.entries import GoodsEntry, Problem, SkuEntry
from models.catalogue.imports.sheets.problems import problem_rows, sentence
from models.catalogue.imports.sheets.samples import sample_csv, sample_xlsx
from models.catalogue.imports.sheets.tables import count_rows
from models.catalogue.imports.sheets.zips import PictureZip, open_zip

__all__ = [
    "GoodsEntry",
    "PictureZip",
    "Problem",
    "SkuEntry",
    "count_rows",
    "open_zip",
    "problem_rows",
    "sample_csv",
    "sample_xlsx",
    "sentence",
]
