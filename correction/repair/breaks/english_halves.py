"""Families of English words by their halves: which first and second halves take a hyphen, and which never do.

In: nothing. Out: sets of folded words. Chosen by hand; counts of 100,000 headwords of 1913 and of a million words of
1961 told families apart (-ed after a part of the body 95 % with a hyphen, -man 2 %, out- 2 %, self- 97 %).
"""

from __future__ import annotations

from correction.repair.breaks.broken import words

TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
UNITS = words("one two three four five six seven eight nine first second third fourth fifth sixth seventh eighth ninth")
NUMBERS = TENS | words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen hundred thousand half quarter first second third fourth fifth sixth seventh eighth ninth "
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
# Elevenpence, but thirteen-pence.
TALL = TENS | words("thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
# Sixpence and twofold are words of their own.
BEHIND_NUMBERS = words("pence penny pennyworth fold score some self teen teens teenth ty ties tieth weight")
FRACTIONS = words(
    "thirds fourths fifths sixths sevenths eighths ninths tenths sixteenths quarters past odd halfpenny halfpence "
    "farthing"
)

# Before such a name: McConnell.
CLANS = words("mc mac")
# Within a chain of hyphens: son-in-law, man-of-war, one-and-twopence, not-so-long.
LINKS = words(
    "and or of to the a an in on at by for upon under over with as but nor per up out off down sub cum so less more "
    "than too not do be go you my"
)
# Stratford-sur-Mer: these come before a hyphen, and begin words elsewhere.
FOREIGN_LINKS = words("de la le du des sur en les von der lez aux")
DAYS = words("day night morrow")

# Prefixes that keep their hyphen, those that have none, and those that follow the paper's style.
KEEPING = words("non self ex well vice ill quasi semi pseudo half all cross demi arch proto by neo co")
# Of these, those that keep it where the list has the whole.
KEEPING_LISTED = words("non self well ill all half vice pseudo by neo co")
LINKING = words("socio audio politico anglo franco")
BOUND = words("un dis mis im ir")
JOINING = words(
    "over under out fore up down in on off after back mal inter en em be trans ad ab per con com cor sur sup tri uni "
    "bi for meta pro par cis exo circum"
)
STYLED = words("re co pre anti sub neo multi counter socio ultra extra super mid post electro micro intra retro vice")
# One word for all that they begin so.
ONE_WORD = words(
    "twelvemonth sennight nonsense nonsensical nonetheless nonchalant nonplussed nondescript nonesuch halfway "
    "halfpenny halfpence halfwit halfpennies crossroads crossroad crossbow crossword crossbar crossfire crosswise "
    "crosscut crossbred semicircle semicircular semicolon semitone semitones wellhead selfish selfless selfsame "
    "allspice archway archdeacon archbishop archenemy archduke bystander bystanders bygone byword byline byroad "
    "shorthand longhand freehand meantime semiconductor semiconductors semifinal semifinals illness crosspiece "
    "protozoa nonentity cocoon"
)

PARTICLES = words("up off out in down over by on to away through about together")
# Nouns of a verb and a particle that were one word early, and words that end so without being one.
ONE_WITH_PARTICLE = words(
    "lookout turnout hideout layout breakdown blackout dugout outcast throughout without within into onto upon "
    "therein herein wherein thereby hereby whereby nearby standby thereon hereon whereon thereupon turnover hangover "
    "moreover pullover walkover leftover changeover holdover sundown sunup touchdown downtown countdown roundup "
    "roundabout whereabouts whereabout hereabout thereabout layabout turnabout makeup hookup strikeout shutout "
    "knockout checkup holdup pushover throwaway runaway stowaway castaway hideaway getaway straightaway breakaway "
    "faraway tearaway hereto thereto hitherto whereto heretofore dropout stakeout carryover crossover wherethrough "
    "altogether lockout sellout"
)

# Participles that no ending shows.
PARTICIPLES = words(
    "made fed born borne built bred blown grown known worn torn drawn driven written spoken shod clad bound hewn "
    "sewn sown spun swept lit struck stricken broken cut hung laid paid bought caught taught wrought sent kept lost "
    "held sold told found wound knit bitten forsaken eaten ridden run sprung sworn thrown trodden woven won burnt "
    "felt taken seen shaven cast beaten hit led fought sought shorn set spent gotten given begotten left bent lying "
    "tying dying"
)
# Behind a word they make an adjective that has a hyphen, listed or not.
ADJECTIVAL = words(
    "minded hearted eyed headed handed legged footed sided tempered natured haired faced bodied witted tongued "
    "mouthed shouldered blooded winded sighted fisted spirited skinned throated nosed lipped toothed cheeked shaped "
    "sized coloured colored looking sounding going standing working living fitting lasting running reaching seeing "
    "fangled wide proof free old new elect rate class like aged long type style conscious worthy sick shy"
)
# What makes first-class, long-term and part-time.
DESCRIBING = words(
    "all best better big black blue bright broad brown clean clear close cold common cool dark dead deep double dry "
    "dull early easy equal even evil fair far fast fine first flat free fresh front full good great green grey gray "
    "half hard heavy high hot ill keen kind large last late lean left light little lively long loose loud low many "
    "mean medium middle mild narrow near new next odd old one open part plain poor pure quick rare raw ready red "
    "rich right rough round same second sharp short silver simple single slow small smooth so soft sore sour steady "
    "stiff still stout straight strong sweet swift tall tender thick thin third tight tip top true warm weak well "
    "wet white whole worst yellow young never much best"
)
DESCRIBED = words("hand time term rate class school grade page scale")
DESCRIBED_UNLISTED = words(
    "line range street price power water speed level end size cut stage tide story storey floor season round side "
    "run way day year week life town sea test heat air fashion spirits"
)

# Behind a word they make one word: bargemen, fireboat, housewright.
SOLID = words(
    "man men woman women ship ships boat boats yard yards land lands side sides way ways master masters mistress "
    "field fields wood woods bird birds fish berry berries weed weeds worm worms craft folk smith smiths wright "
    "wrights monger mongers ward wards worthy hood some like head heads mark marks stead steads fold wise"
)
# What the list of the web has in one and papers up to about 1960 in two.
IN_TWO = words(
    "world-wide nation-wide over-all so-called first-hand fund-raising breath-taking air-conditioning "
    "air-conditioned ice-cream cross-country off-beat counter-attack counter-attacks set-up pick-up build-up "
    "by-product by-products by-pass front-line front-page right-wing left-wing long-time next-door one-time "
    "high-school middle-class pre-school pre-war post-war mid-week week-long year-long hand-out hand-outs play-off "
    "play-offs go-between hodge-podge tip-top ding-dong hocus-pocus grass-roots far-sighted short-sighted "
    "whole-hearted whole-heartedly single-handed single-handedly light-hearted hard-hearted old-time brand-new "
    "side-car side-cars tram-car tram-cars eye-opener life-saving thought-provoking man-made age-old life-size "
    "full-length half-time full-time part-time well-being self-help x-ray x-rays co-op co-ops able-bodied fool-proof "
    "rate-payer anti-aircraft ultra-violet"
)
# And these in papers that print to-day.
IN_TWO_OF_OLD = words(
    "week-end week-ends good-bye good-night sub-committee sub-committees sub-contractor sub-editor sub-section "
    "sub-division sub-inspector by-law by-laws by-way by-ways lamp-post lamp-posts post-office post-card post-cards "
    "text-book text-books note-book time-table time-tables trade-mark hall-mark eye-witness eye-witnesses tea-room "
    "tea-rooms show-room class-room class-rooms bath-room sitting-room full-back half-back half-backs goal-post "
    "goal-posts goal-keeper touch-line free-kick kick-off fog-horn sea-wall ship-owner ship-owners hay-stack "
    "hay-stacks pin-cushion key-board ground-swell heavy-weight light-weight mid-summer mid-winter mid-day over-due "
    "under-cut house-keeping book-keeping book-keeper ear-rings hand-bag pocket-book arm-chair rail-head non-stop "
    "re-open re-opened re-opening re-appear re-appearance re-build re-building re-built re-count re-issue re-arrange "
    "re-arranged re-adjust re-assemble re-assembled re-instated re-instatement fire-arms stock-broker stock-brokers "
    "farm-house gate-keeper gate-keepers bee-hive bee-hives foot-work hand-writing tooth-ache head-ache gas-works "
    "water-works look-out turn-out break-down break-up set-back draw-back motor-car pass-book cheque-book co-exist "
    "co-existence life-long wheel-house quarter-deck court-house news-agent grand-daughter grand-daughters"
)
NAME_ENDINGS = words(
    "ford ton ham ley worth bridge bury brook burn field land wood house man men son smith stone well wells water "
    "mouth pool port town gate more berry bee weather song mere dale den hill by thorpe wick wich stead shaw combe "
    "cliff bank head side way market chester cot fell beck holm hurst view lake vale marsh bourne good fellow love "
    "child bird fish field ville burgh berg stein man mann baum bach heimer hall ridge grove point haven crest croft "
    "low win wyn wright"
)
PLACES = words(
    "street road lane terrace square place row avenue hall house office bridge hill gate wharf quay dock station "
    "island park court end green moor common corner side town bank field house inn"
)

# Endings that are no word of their own, though a list has some of them.
ENDINGS = words(
    "ness nesses ism isms ist ists er ers or ors ly less lessly lessness ment ments able ably ally fully ful fulness "
    "ship ships ward wards hood hoods some ish ing ings ingly ed edly es tion tions sion sions al als ity ities ance "
    "ances ence ences ent ents ant ants ous ously ive ives ively ize ized izing izes ise ised ising izer ical ically "
    "ian ians ry ries ery eries ary aries ory ories ate ated ates ating ation ations fold est eth let lets ling "
    "lings most th dom age ages ure ures ette ettes esses ess eer eers y ied ies ier iest ics ic an en ens ened "
    "ening inal ia ology wise logically mental mentally"
)

# What begins a word more often than it is one.
NO_FIRST_WORD = JOINING | STYLED | LINKS
NO_NOUN = NO_FIRST_WORD | KEEPING | DESCRIBING | NUMBERS
