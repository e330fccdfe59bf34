"""Words that goods may not hold, named beside the field that holds them."""

from collections.abc import Mapping, Sequence

from models.catalogue.goods.forbidden import forbidden_texts
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import look_of, texts_in
from views.kit.house import house
from views.kit.page import sentence
from views.supply.goods.form import OPTIONS, GoodsForm
from views.supply.goods.sku_rows import SkuRow

_FIELDS = ("title", "brand", "description", *(f"option{place}_name" for place in OPTIONS))


def words_allowed(form: GoodsForm, rows: Sequence[SkuRow], answers: Mapping[str, str], goods: Goods | None) -> bool:
    """Writes each forbidden word beside its field; says whether there was none. What stands approved was looked at."""
    known = texts_in(look_of(goods)) if goods is not None and goods.version is not None else frozenset()
    fields = {name: form[name] for name in _FIELDS}
    for row in rows:
        if not row.remove.data:
            fields |= {f"{row.version_name} {place}": row[f"option{place}"] for place in OPTIONS}
    texts = {place: str(field.data or "") for place, field in fields.items()}
    texts |= {f"attribute:{name}": value for name, value in answers.items()}
    found = dict(forbidden_texts(((place, text) for place, text in texts.items() if text not in known), house().rules))
    for place, why in found.items():
        if place in fields:
            fields[place].errors = [*fields[place].errors, sentence(why)]
        else:
            form.answer_errors[place.partition(":")[2]] = sentence(why)
    return not found
