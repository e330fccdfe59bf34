"""What trade means in the ledger: a payment captured, a refund decided and done, a line released. Postings only."""
