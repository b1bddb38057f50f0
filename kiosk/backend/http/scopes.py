"""The scope of every operation: who may ask for it stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.backend.ground.principals import Scope

_S = Scope

SCOPES: Mapping[str, Scope] = {
    # Probes, and how guests and new terminals get in.
    "isAlive": _S.PUBLIC,
    "isReady": _S.PUBLIC,
    "makePictureCode": _S.PUBLIC,
    "answerPictureCode": _S.PUBLIC,
    "enrolTerminal": _S.PUBLIC,
    # Phones' pages: the code in the address is the permission.
    "seePayment": _S.PUBLIC,
    "payOnPhone": _S.PUBLIC,
    "cancelOnPhone": _S.PUBLIC,
    "seePaymentAgain": _S.PUBLIC,
    "waitForWallet": _S.PUBLIC,
    "goToWallet": _S.PUBLIC,
    "comeFromWallet": _S.PUBLIC,
    "seeEntry": _S.PUBLIC,
    "giveEntry": _S.PUBLIC,
    "seeOffer": _S.PUBLIC,
    "takeOffer": _S.PUBLIC,
    "seeNewNumber": _S.PUBLIC,
    "pressNewNumber": _S.PUBLIC,
    "seeSheet": _S.PUBLIC,
    # Messages from outside: the signature, or the address that cannot be guessed, is the permission.
    "takeProviderMessage": _S.PUBLIC,
    "takeTextReceipt": _S.PUBLIC,
    # What anybody may do at a terminal, and a guest within allowances.
    "searchBills": _S.LOOK_UP,
    "findBill": _S.LOOK_UP,
    "makeSheet": _S.LOOK_UP,
    "makeStoreCodes": _S.LOOK_UP,
    "createPayment": _S.PAY,
    "orderPass": _S.PAY,
    "getPayment": _S.SERVICE,
    "cancelPayment": _S.SERVICE,
    "watchPayment": _S.SERVICE,
    "getReceipt": _S.SERVICE,
    "listProviders": _S.SERVICE,
    "listPasses": _S.SERVICE,
    "getService": _S.SERVICE,
    "listArticles": _S.SERVICE,
    "getArticle": _S.SERVICE,
    # What a terminal says of itself.
    "reportTerminal": _S.TERMINAL,
    # Twenty cities for each vehicle: not within what a guest may ask.
    "listCities": _S.TERMINAL,
    "searchCity": _S.TERMINAL,
    "payCityBills": _S.TERMINAL,
    # What leads into an account.
    "sendCode": _S.VISIT,
    "getCodeDelivery": _S.VISIT,
    "getDemoPhone": _S.VISIT,
    "register": _S.VISIT,
    "finishRegistration": _S.VISIT,
    "resetPassword": _S.VISIT,
    "proveReset": _S.VISIT,
    "setForgottenPassword": _S.VISIT,
    "signIn": _S.VISIT,
    "beginPhoneEntry": _S.VISIT,
    "getPhoneEntry": _S.VISIT,
    "endPhoneEntry": _S.VISIT,
    "listSignInProviders": _S.VISIT,
    "beginPhoneSignIn": _S.VISIT,
    "getPhoneSignIn": _S.VISIT,
    "finishPhoneSignIn": _S.VISIT,
    "offerSignIn": _S.VISIT,
    "getSignInOffer": _S.VISIT,
    "endSignInOffer": _S.VISIT,
    # The owner's own.
    "signOut": _S.OWN,
    "getOwner": _S.OWN,
    "changeOwner": _S.OWN,
    "changeMobile": _S.OWN,
    "finishMobileChange": _S.OWN,
    "stopNewNumber": _S.OWN,
    "closeAccount": _S.OWN,
    "getHistory": _S.OWN,
    "getMessages": _S.OWN,
    "readMessages": _S.OWN,
    "listReceipts": _S.OWN,
    "getOwnerReceipt": _S.OWN,
    "makeReceiptSheet": _S.OWN,
    "makeVisitSheet": _S.OWN,
    "listVehicles": _S.OWN,
    "bindVehicle": _S.OWN,
    "chooseServices": _S.OWN,
    "unbindVehicle": _S.OWN,
    "claimVehicle": _S.OWN,
    "listIdentities": _S.OWN,
    "linkIdentity": _S.OWN,
    "getIdentityLink": _S.OWN,
    "unlinkIdentity": _S.OWN,
}
"""By operation id."""
