"""WeChat Pay: gateway.py is the contract, signed.py and trust.py the protocol, opener.py who pays."""
