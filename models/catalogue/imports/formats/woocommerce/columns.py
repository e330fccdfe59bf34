"""The columns of WooCommerce's product CSV. It writes them in the language of whoever exports."""

# Attributes a file may have; further ones are left.
ATTRIBUTE_PLACES = range(1, 11)
# English, Chinese, German, French, Spanish, Russian; where a language has two words, older exports had the other.
WOO_COLUMNS = {
    "id": ("id",),
    "type": ("type", "类型", "typ", "tipo", "тип"),
    "handle": ("sku", "货号", "artikelnummer", "ugs", "артикул"),
    "title": ("name", "名称", "nom", "nombre", "имя"),
    "published": ("published", "已发布", "veröffentlicht", "publié", "publicado", "опубликован"),
    "short": ("short description", "简短描述", "kurzbeschreibung", "description courte", "descripción corta",
              "короткое описание", "краткое описание"),
    "description": ("description", "描述", "beschreibung", "descripción", "описание"),
    "in_stock": ("in stock?", "有货?", "vorrätig?", "en stock ?", "¿en inventario?", "¿existencias?", "в наличии?"),
    "stock": ("stock", "库存", "bestand", "lager", "inventario", "запасы"),
    "backorders": ("backorders allowed?", "允许延期交货?", "lieferrückstande erlaubt?", "lieferrückstände erlaubt?",
                   "rückstände erlaubt?", "autoriser les commandes de produits en rupture ?",
                   "¿permitir reservas de productos agotados?", "возможен ли предзаказ?"),
    "sale": ("sale price", "促销价格", "特价", "angebotspreis", "tarif promo", "precio rebajado", "акционная цена"),
    "price": ("regular price", "常规价格", "常规售价", "regulärer preis", "tarif régulier", "precio normal",
              "базовая цена"),
    "sale_from": ("date sale price starts", "促销开始日期", "datum, an dem angebotspreis beginnt",
                  "date de début de promo", "día en que empieza el precio rebajado"),
    "sale_to": ("date sale price ends", "促销结束日期", "datum, an dem angebotspreis endet", "date de fin de promo",
                "día en que termina el precio rebajado"),
    "brand": ("brands", "品牌", "marken", "marques", "marcas", "бренды"),
    "category": ("categories", "分类", "kategorien", "catégories", "categorías", "categorias", "категории"),
    "pictures": ("images", "图片", "bilder", "imágenes", "изображения"),
    "parent": ("parent", "父级", "übergeordnetes produkt", "superior", "родительский"),
    "barcode": ("gtin, upc, ean, or isbn", "gtin, upc, ean 或 isbn", "gtin, upc, ean oder isbn",
                "gtin, upc, ean ou isbn", "gtin, upc, ean o isbn", "meta: hwp product gtin", "meta: global unique id"),
    **{
        f"name{n}": (f"attribute {n} name", f"属性 {n} 名称", f"attribut {n} name", f"nom de l’attribut {n}",
                     f"nom de l'attribut {n}", f"nombre del atributo {n}", f"название атрибута {n}")
        for n in ATTRIBUTE_PLACES
    },
    **{
        f"values{n}": (f"attribute {n} value(s)", f"属性 {n} 值", f"属性 {n} 的值", f"attribut {n} wert(e)",
                       f"valeur(s) de l’attribut {n}", f"valeur(s) de l'attribut {n}", f"valor(es) del atributo {n}",
                       f"значения атрибута {n}", f"значение(-я) атрибута(-ов) {n}")
        for n in ATTRIBUTE_PLACES
    },
}  # fmt: skip
WOO_SIGNS = frozenset(
    (
        "in stock?", "is featured?", "visibility in catalog", "visibility in catalogue", "backorders allowed?", "有货?",
        "attribute 1 value(s)", "是推荐产品?", "目录可见性", "ist hervorgehoben?", "sichtbarkeit im katalog",
        "mis en avant ?", "visibilité dans le catalogue", "¿está destacado?", "visibilidad en el catálogo",
        "рекомендуемый?", "видимость в каталоге",
    )
)  # fmt: skip
