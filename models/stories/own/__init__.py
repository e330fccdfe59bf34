"""A keeper's own goods: a self-run seller is a supplier of one shop. What supplier, shop, picks and ledger do together;
shipping, after-sales and settlement are the suppliers' own stories."""
