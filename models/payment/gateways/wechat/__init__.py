"""WeChat Pay: gateway.py is the contract, line.py and trust.py the protocol, opener.py who pays."""
