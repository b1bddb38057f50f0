providers-title = Who should carry the { $amount }?
providers-explanation = Choose a provider that you already have on your phone.
provider-name = { $name }
provider-fee = Fee { $fee }
provider-unavailable = Out of service
provider-limit = At most { $amount }
provider-why-not = { $name }: { $reason }. Please choose another.
