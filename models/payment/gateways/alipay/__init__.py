"""Alipay: gateway.py is the contract, signed.py the protocol, account.py who sells."""
