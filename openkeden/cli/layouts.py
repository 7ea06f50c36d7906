"""The layouts of files that are imported, as the help of their commands shows them."""

from typing import Final

LAW: Final = """
    \b
    A CSV file begins with one of these heads:
    charge,mask,origins,excluded,when,rate,since,until,act,article,remark,source,mark
    code,rate,since,until,act,article,remark,source,mark
    preference,mask,rate,condition,since,until,act,article,remark,source,mark
    note,state,rate,since,until,status,act,mark,source,remark
    list,code,name,mark,since,until,act,source
    code,first,last,since,until,act,article,remark,source,mark
    list,mask,otherwise,since,until,act,source

    The remark may be left out, for goods of preferences rate and condition too, for notes
    the source. A TOML file has rows in tables: parameters, procedures, costs, de_minimis,
    charges, preferences, regimes, limits, measures, quotas.

    \b
    A row of TOML:
    [[parameters]]
    values = { mci = "4500" }
    unit = "KZT"
    since = 2027-01-01
    until = 2027-12-31
    act = "Law on the republican budget"
    source = "where it was read"
    mark = "verified"
"""

TARIFF: Final = """
    \b
    The heads of the two files:
    code,unit,rate,note,since,until,successors,act,source,mark
    note,state,rate,since,until,status,act,mark,source,remark

    A row with a rate is a line from `since` on; one without ends its code on `until` and
    names its successors.

    \b
    Forms of a rate:
    5%
    1.25 EUR/pair
    171 USD/1000 kg
    25% min 0.2 EUR/kg
    10% + 0.08 EUR/kg
    lower(15%, 12.5% min 0.6 EUR/cm3)
"""
