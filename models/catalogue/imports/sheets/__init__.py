"""Goods files read into plain values, whatever their layout. Neither database nor HTTP here."""

from models.catalogue.imports.sheets.entries import GoodsEntry, Problem, SkuEntry
from models.catalogue.imports.sheets.problems import problem_rows, sentence
from models.catalogue.imports.sheets.reading import ignored_columns, read_goods
from models.catalogue.imports.sheets.samples import sample_csv, sample_xlsx
from models.catalogue.imports.sheets.tables import count_rows
from models.catalogue.imports.sheets.zips import PictureZip, open_zip

__all__ = [
    "GoodsEntry",
    "PictureZip",
    "Problem",
    "SkuEntry",
    "count_rows",
    "ignored_columns",
    "open_zip",
    "problem_rows",
    "read_goods",
    "sample_csv",
    "sample_xlsx",
    "sentence",
]
