"""What pages of figures share, whoever reads them: which days are asked for, what is measured, and saying it."""
