"""JKOPAY (街口支付), its online interface: the payer is sent to the wallet, which takes the money by itself."""
