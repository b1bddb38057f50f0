"""What travels between the staff's desk (服務台) and the backend: an interface of its own, beside the terminals'.

It is served on a listener of its own (`kiosk serve --desk-port`), and described on its own
(`tests/contract/desk_openapi.json`). Every address begins with `/desk/v1`. Everything is asked by POST, with JSON: a
plate, a number or a name never stands in an address or an access log.

Operation, address below `/desk/v1`, what it is asked with, what it answers with, the permission that it takes:

    signInAtDesk          /session          session.DeskSignIn     session.DeskSession    no sign-in needed
    getDeskSession        /session/now      session.DeskUse        session.DeskStanding   none needed
    confirmAtDesk         /session/confirm  session.DeskFactor     session.DeskStanding   none needed
    signOutOfDesk         /session/end      session.DeskUse        204                    none needed
    searchDesk            /search           search.DeskSearch      search.DeskAnswer      search
    seeVehicleAtDesk      /vehicle          things.VehicleWish     things.VehicleSeen     search
    seeTicketAtDesk       /ticket           things.TicketWish      things.TicketSeen      search
    seePaymentAtDesk      /payment          story.PaymentWish      story.Story            search
    askProviderAtDesk     /payment/ask      story.ProviderWish     story.ProviderAsked    ask-provider
    seeNumberAtDesk       /number           things.NumberWish      things.NumberSeen      number
    seeSupportCodeAtDesk  /support-code     things.SupportWish     things.SupportSeen     search
    seeClaimAtDesk        /claim            things.ClaimWish       things.ClaimSeen       search
    listTerminalsAtDesk   /terminals        terminals.TerminalListWish  terminals.TerminalList  terminal-hour
    seeTerminalHourAtDesk  /terminals/hour  terminals.HourWish     terminals.HourSeen     terminal-hour
    reportTerminalAtDesk  /terminals/report  terminals.TerminalReporting  204                terminal-hour
    seeFiguresAtDesk      /figures          figures.FiguresWish    figures.Figures        figures
    seeDayCloseAtDesk     /day-close        day_close.DayCloseWish  day_close.DayClose    day-close
    listDifferencesAtDesk  /differences     differences.DifferenceListWish  differences.DifferenceList  differences
    seeDifferenceAtDesk   /differences/see  differences.DifferenceWish    differences.DifferenceSeen  differences
    takeDifferenceAtDesk  /differences/take  differences.DifferenceTaking  differences.DifferenceSeen  reconcile
    closeDifferenceAtDesk  /differences/close  differences.DifferenceClosing  differences.DifferenceSeen  reconcile
    revealAtDesk          /reveal           masked.RevealWish      masked.Revealed        reveal
    openCaseAtDesk        /cases/open       cases.CaseOpening      cases.Case             case
    listCasesAtDesk       /cases            cases.CaseListWish     cases.CaseList         case
    seeCaseAtDesk         /cases/see        cases.CaseWish         cases.CaseSeen         case
    closeCaseAtDesk       /cases/close      cases.CaseClosing      cases.Case             case
    recordProofAtDesk     /cases/proof      cases.ProofSeen        cases.Case             proof
    settleClaimAtDesk     /claim/settle     claims.ClaimSettling   204                    claim
    askAboutClaimAtDesk   /claim/ask        claims.ClaimAsking     approvals.Approval     claim-ask
    undoClaimAtDesk       /claim/undo       claims.ClaimUndoing    204                    claim
    askToUndoClaimAtDesk  /claim/undo/ask   claims.ClaimUndoAsking approvals.Approval     claim-ask
    readmitAtDesk         /number/readmit   readmission.ReadmitWish  204                  readmit
    askToReadmitAtDesk    /number/readmit/ask  readmission.ReadmitAsking  approvals.Approval  readmit
    askForNewNumberAtDesk  /vehicle/new-number  new_number_wishes.NewNumberAsking  approvals.Approval  number-ask
    stopNewNumberAtDesk   /new-number/stop  new_number_wishes.NewNumberStopping  204      number-ask
    askForRefundAtDesk    /payment/refund   refunds.RefundAsking   approvals.Approval     refund-ask
    openObjectionAtDesk   /objection/open   objections.ObjectionOpening  204              object
    takeObjectionBackAtDesk  /objection/take-back  objections.ObjectionTakingBack  204     object
    inquireAboutObjectionAtDesk  /objection/inquire  objections.ObjectionInquiry  204      object
    rejectObjectionAtDesk  /objection/reject  objections.ObjectionDeciding  204           objection
    askToRejectObjectionAtDesk  /objection/reject/ask  objections.ObjectionAsking  approvals.Approval  object
    askToUpholdObjectionAtDesk  /objection/uphold/ask  objections.ObjectionAsking  approvals.Approval  object
    listApprovalsAtDesk   /approvals        approvals.ApprovalListWish  approvals.ApprovalList  none needed
    seeApprovalAtDesk     /approvals/see    approvals.ApprovalWish approvals.Approval     one's own, or who decides
    decideApprovalAtDesk  /approvals/decide approvals.ApprovalDecision  approvals.Approval  who decides
    executeApprovalAtDesk /approvals/execute  approvals.ApprovalWish  approvals.Approval  who asked or decided

Two headers: `Authorization: Bearer TOKEN` with the session's token (all but `signInAtDesk`), and `X-Desk-Terminal` with
a key that the desk's process draws when it starts (43 characters of base 64, 256 bits, in memory only) and sends with
every request, the sign-in included: a session is worth nothing without the key that it began with.

Problems are those of the terminals (`kiosk.contract.problems.Problem`), with the kinds named in `problems`.

Locking (F12, or five minutes without a key) is the desk's: it forgets what it shows, calls `signOutOfDesk`, and begins
a new session when the same person signs in again. The backend ends a session by itself after `idle_in` seconds without
a request; `getDeskSession` counts as one, for somebody who only reads.
"""
