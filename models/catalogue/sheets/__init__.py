"""Goods files read into plain values: our CSV and XLSX layout, and Shopify's CSV. Neither database nor HTTP here."""

from models.catalogue.sheets.entries import GoodsEntry, Problem, SkuEntry
from models.catalogue.sheets.problems import problem_rows, sentence
from models.catalogue.sheets.reading import ignored_columns, read_goods
from models.catalogue.sheets.samples import sample_csv, sample_xlsx
from models.catalogue.sheets.tables import count_rows
from models.catalogue.sheets.zips import PictureZip, open_zip

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
