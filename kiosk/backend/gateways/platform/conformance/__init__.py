"""Whether a server speaks the contract with a payment platform: tried over real HTTP, each rule by itself."""
