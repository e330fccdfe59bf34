"""Who a member really is: the name and the number of the card, sealed; of the number, people see the last four."""
