"""What subjects were called over 230 years: data for the reasoner's second phrasing.

Presidents of 1820 did not say `Native Americans`, nor those of 1900 `global warming`. Keys are the
words of a question (singular, lower case); values are names that the corpus uses for the same
thing. Only names that mean little else belong here: a wrong name costs a silly quote.
"""

from __future__ import annotations

NAMES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("panama canal",): (
        "isthmian canal", "canal zone", "interoceanic canal", "panama railroad and canal",
        "canal at panama", "canal under american control", "canal across the isthmus",
        "isthmus canal", "panama canal zone",
    ),
    ("slavery", "slave", "slave trade", "enslavement"): (
        "slavery", "slave", "slaves", "slave trade", "slaveholding", "slave states",
        "emancipation proclamation", "gradual emancipation", "compensated emancipation",
        "emancipation of slaves", "involuntary servitude", "traffic in slaves",
    ),
    ("indian tribe", "indian", "native american", "american indian", "tribe", "indigenou people"): (
        "indian tribes", "indian tribe", "indians", "indian", "tribes", "aborigines",
        "native americans", "native american", "american indians", "tribal", "indian nations",
    ),
    (
        "woman suffrage", "women suffrage", "women vote",
        "woman right to vote", "women right to vote", "vote for woman", "vote for women",
        "female suffrage", "suffrage for woman", "suffrage for women",
    ): (
        "woman suffrage", "women suffrage", "suffrage for women", "suffrage to women",
        "votes for women", "women the vote", "women the right to vote", "suffrage amendment",
        "women's right to vote", "enfranchisement of women", "political rights of women",
    ),
    ("woman right", "women right", "right of women", "equality of women", "feminism"): (
        "women's rights", "rights of women", "equal rights for women", "equal rights amendment",
        "discrimination against women", "women's equality", "equal pay for women",
        "women the right to vote", "women citizens",
    ),
    ("gold standard", "sound money"): (
        "gold standard", "standard of gold", "gold basis", "gold reserve", "gold currency",
        "resumption of specie payments", "return to specie payments", "specie standard",
        "redeemable in gold", "redemption in gold", "payable in gold",
        "price of gold", "gold bullion", "standard gold", "parity with gold", "parity of gold",
        "free coinage of silver", "gold redemption",
    ),
    ("climate change", "global warming", "climate crisi", "greenhouse gas"): (
        "climate change", "global warming", "greenhouse gas", "greenhouse gases",
        "greenhouse effect", "changing climate", "climate is changing", "climate crisis",
        "carbon pollution",
        "carbon emissions", "threat to our climate", "greenhouse gas emissions",
    ),
    ("internet", "world wide web"): (
        "internet", "world wide web", "information superhighway", "broadband", "cyberspace",
        "online",
    ),
    ("terrorism", "terrorist", "terror", "war on terror"): (
        "terrorism", "terrorist", "terrorists", "war on terror", "al qaida", "al qaeda",
        "international terrorism",
    ),
    ("immigration", "immigrant"): (
        "immigration", "immigrants", "immigrant", "emigrants", "aliens", "naturalization",
        "undocumented", "chinese immigration",
    ),
    ("railroad", "railway", "transcontinental railroad"): (
        "railroad", "railroads", "railway", "railways", "pacific railroad",
    ),
    ("tariff",): ("tariff", "tariffs", "duties on imports", "protective duties", "customs duties"),
    ("nuclear weapon", "atomic bomb", "atom bomb", "nuclear bomb"): (
        "nuclear weapons", "nuclear weapon", "atomic bomb", "atomic bombs", "atomic weapons",
        "nuclear arms", "nuclear war", "hydrogen bomb", "nuclear warheads",
    ),
    ("health care", "healthcare", "health insurance"): (
        "health care", "health insurance", "medicare", "medicaid", "medical care",
    ),
    ("moon", "outer space", "space program", "space exploration", "moon landing", "space race"): (
        "outer space", "space program", "space exploration", "exploration of space",
        "landing on the moon", "man to the moon", "moon", "space shuttle", "astronauts",
        "space station",
    ),
    ("civil right", "segregation", "racial discrimination"): (
        "civil rights", "segregation", "racial discrimination", "desegregation",
        "voting rights", "jim crow",
    ),
    ("alcohol", "prohibition", "liquor"): (
        "prohibition", "intoxicating liquors", "eighteenth amendment", "volstead act",
        "liquor traffic", "ardent spirits", "liquor",
    ),
    ("conservation", "environment", "pollution"): (
        "conservation of natural resources", "clean air", "clean water", "air pollution",
        "water pollution", "pollution", "our environment", "forest reserves", "national parks",
        "conservation of our natural resources", "environmental",
    ),
    ("social security", "old age pension"): (
        "social security", "old age pensions", "old age insurance",
    ),
    ("cuba",): ("cuba", "cuban", "cubans", "havana"),
    ("russia", "soviet union", "ussr"): ("russia", "russian", "soviet union", "soviet", "soviets"),
    ("communism", "communist"): ("communism", "communist", "communists"),
    ("computer", "artificial intelligence"): ("computer", "computers", "artificial intelligence"),
    ("unemployment", "jobless"): ("unemployment", "unemployed", "out of work", "jobless"),
    ("woman", "women"): ("women", "woman"),
    ("lynching",): ("lynching", "lynchings", "lynch", "mob violence"),
    ("polygamy", "mormon"): ("polygamy", "polygamous", "mormon", "mormons", "plural marriage"),
    ("telegraph",): ("telegraph", "telegraphs", "telegraphic", "atlantic cable", "submarine cable"),
    ("monroe doctrine",): (
        "monroe doctrine", "doctrine of monroe", "future colonization by any european",
    ),
    ("antitrust", "monopoly", "big business"): (
        "trusts", "monopoly", "monopolies", "antitrust", "anti trust",
    ),
}  # fmt: skip

# A single word that presidents use in many senses, and the one that a question means by it.
SENSES: dict[str, str] = {
    "climate": "climate change",
    "gold": "gold standard",
    "space": "outer space",
    "trust": "monopoly",
    "web": "world wide web",
}
