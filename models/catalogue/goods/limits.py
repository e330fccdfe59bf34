"""How long and how many: what a form and a file of goods are held to alike."""

CODE = 255


ATTRIBUTE = 200


SKUS = 100


PICTURES = 9


BRAND = 40


DETAILS = 20
