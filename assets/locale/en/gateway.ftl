gateway-check-address = The address must begin with https://, or lead to this machine; it has a host and perhaps a port and a path, and neither a name nor a query.
gateway-check-provider = --provider is a code of assets/providers.toml, such as jkopay.
gateway-check-result = The address for messages (--result-url) must begin with https:// or http://; it has a host and perhaps a port and a path, neither a name nor a query, and no more than { $most } characters.
gateway-check-secret = There is no secret of at least { $bytes } bytes for { $name }. Set KIOSK_BACKEND_PROVIDER_SECRET, or keep it: keyring set parking-kiosk "gateway { $name }".
gateway-check-yes = { $where } is another machine. This places two orders of NT$ 3 there and gives them back. On its test system, go on with --yes; never try the system where people pay.
gateway-check-orders = Placing test orders with { $where }: two of NT$ 3, which are given back.
gateway-check-listen = { $where }: nothing can listen there. --listen is HOST:PORT, such as 127.0.0.1:8099.
gateway-check-unreached = { $where }: no connection could be made. No order was placed.
gateway-check-left = Not all of the money of these orders went back: { $orders }. Give it back on the platform's own pages.
gateway-check-kept = Every rule that was tried is kept.
gateway-check-not-kept = { $count ->
    [one] One rule is not kept.
   *[other] { $count } rules are not kept.
 }

gateway-simulate-unknown = { $name } is no gateway of the settings: [[backend.gateways]] names them.
gateway-simulate-elsewhere = The address of { $name } in the settings is { $url }. To simulate it here, give it http://127.0.0.1 with a port, and no path.
gateway-simulate-port = Something else listens at port { $port } of this machine.
gateway-simulate-ready = { $name } is simulated at this address until Ctrl+C. No money moves.

gateway-rule-entry = An order is taken
gateway-rule-inquiry = An order is found again under its number
gateway-rule-settled = An order is paid in full, in whole dollars
gateway-rule-duplicate = An order's number is good once (202)
gateway-rule-transactions = Each order has a transaction of its own
gateway-rule-expired = An order whose time is over is not taken (201)
gateway-rule-missing = An order that was never placed is not found (203)
gateway-rule-signature = Another secret is refused (101)
gateway-rule-body = A body other than the signed one is refused (101)
gateway-rule-path = A signature for another path is refused (101)
gateway-rule-nonce = A nonce is good once (101)
gateway-rule-old = A request from ten minutes ago is refused (101)
gateway-rule-ahead = A request from five minutes ahead is refused (101)
gateway-rule-json = What is not JSON is not understood (100)
gateway-rule-fields = An order without a provider is not understood (100)
gateway-rule-numbers = An amount written as text is not understood (100)
gateway-rule-refund-part = A part of the money goes back
gateway-rule-refund-again = The same refund asked for again is accepted, and made once
gateway-rule-refund-other-amount = A refund's number with another amount is refused (204)
gateway-rule-refund-other-transaction = A refund of another transaction is refused (204)
gateway-rule-refund-rest = The rest goes back
gateway-rule-refund-more = More than was taken does not go back (204)
gateway-rule-refund-whole = All of an order goes back at once
gateway-rule-refund-missing = A refund of an order that was never placed is refused (203)
gateway-rule-message = A signed message tells the outcome
gateway-rule-message-again = A message that was refused comes again with the same number
gateway-rule-media-type = Every answer is application/json
gateway-rule-time = Every answer comes in time

gateway-fault-result = answered { $got }, not { $wanted }
gateway-fault-status = answered HTTP { $got }, not 200
gateway-fault-format = not as agreed: { $got }
gateway-fault-silent = no answer that can be used: { $got }
gateway-fault-order = no order, or another one
gateway-fault-state = { $got }, not paid
gateway-fault-amount = NT$ { $got }, not NT$ { $wanted }
gateway-fault-transaction = another number of the transaction than before
gateway-fault-same-transaction = two orders have one number
gateway-fault-taken = refused, and done all the same
gateway-fault-no-message = { $seconds ->
    [one] none came within { $seconds } second
   *[other] none came within { $seconds } seconds
}
gateway-fault-message-signature = its signature is wrong
gateway-fault-message-moment = its timestamp is missing, or not of this moment
gateway-fault-message-provider = it names another provider
gateway-fault-message-event = its event is not order.settled
gateway-fault-media-type = answered as { $got }
gateway-fault-needs = not tried without: { $check }
gateway-fault-no-address = not tried: --listen and --result-url say where it can be heard
gateway-fault-given-up = not tried: the platform left something unanswered before
