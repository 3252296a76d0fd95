"""Mail, in the order in which a message goes through it.

`kinds` and `categories` say what exists; `templates/` makes its words; `queue` stores it, unless
`preferences/` or `suppression` keep it; `delivery/` sends it; `returns/` reads what comes back.
`actions/` is what a link of a message does. It knows no app above it: each declares its own.
"""
