"""Four invented projects, answered in full. Markup of an answer: a line is a paragraph, "- " a bullet, "> " a quotation,
"a | b" a row of a table, "^[...]" a footnote. Choices are lists of options, fields are mappings, people are rows."""

from __future__ import annotations

from typing import Any

Answers = dict[str, Any]

PRISON: Answers = {
    "access.data": ["data_first_hmpps"],
    "access.datasets": "Data First: Prisoner custodial journey (PRIS), England and Wales. Nothing else.",
    "access.route": ["ons_srs"],
    "access.status": ["new"],
    "access.reference": "N/A",
    "access.panels": "Research Accreditation Panel – our project application went in on 2 November 2026 and will be considered at the"
    " panel's January meeting. We have not applied to DAP, the NRC or DfE because none of their data are needed.",
    "applicant.lead": {
        "Name": "Dr Siân Llŷr Gruffydd",
        "Job title": "Uwch Ddarlithydd / Senior Lecturer",
        "Organisation": "Prifysgol Bangor University",
        "Address": "Ffordd y Coleg, Bangor, Gwynedd LL57 2DG",
        "Email": "s.ll.gruffydd@bangor.example.ac.uk",
        "Telephone": "01248 000 123",
    },
    "applicant.people": [
        ["Dr Siân Llŷr Gruffydd", "Prifysgol Bangor University", "Principal investigator", "AR 20417"],
        ["Prof. Anaïs Núñez-O'Brien", "Prifysgol Bangor University", "Co-investigator (statistics)", "AR 18833"],
        ["Mr Tadhg Mac an tSaoir", "Ulster University", "Research assistant", "Full accreditation, valid to 2029"],
    ],
    "applicant.supervisor": "N/A – the lead applicant is not a student.",
    "applicant.funding": "ESRC, award ES/Z502211/1 (awarded 14 May 2026).",
    "applicant.conflicts": "None.",
    "project.title": "Y Gymraeg dan glo: language, transfers and prison adjudications",
    "project.dates": {"Start date": "1 March 2027", "End date": "28 February 2029"},
    "project.summary": "People from Wales are often held in English prisons. Some of them speak Welsh at home (“iaith yr aelwyd”). We want"
    " to know whether being moved between prisons, and being held far from Wales, goes with more punishments inside prison.\n"
    "We will count transfers and adjudications for each stay in prison. We will compare people from Wales held in Wales with"
    " people from Wales held in England. We will not try to identify anyone. Our results will be tables and charts.",
    "project.aims": "Our aim is to find out if distance from home goes with disorder. Our questions are:\n"
    "- RQ1: How often are people from Wales transferred out of Wales, and when in their sentence?\n"
    "- RQ2: Are adjudications more frequent after a transfer?\n- RQ3: Does the pattern differ between women and men?",
    "project.ari": "The 2025 Areas of Research Interest ask what makes prisons safe and stable. RQ2 answers that directly: if"
    " adjudications rise after a transfer, population managers can weigh that cost when they plan moves. RQ3 helps the women's"
    " estate, because there is no women's prison in Wales and every move for a woman is a move out of Wales.",
    "project.benefit": "HMPPS Wales will get estimates of how far transfers and disorder go together, which it has never had. The"
    " public benefits from safer prisons and from families who can visit.",
    "project.methods": "RQ1: we describe moves with transition tables by month of sentence. RQ2: we fit a conditional Poisson model of"
    " adjudications in the 60 days before and after a move, so that each person is their own control. RQ3: the same model, by sex.\n"
    "Code will be written in R and reviewed by A. Núñez-O'Brien.",
    "project.existing": "HMPPS publishes totals of transfers and of adjudications, but never the two for the same person, so the published"
    " tables can't show what follows a move. Jones (2019) interviewed 40 Welsh speakers and called for exactly this analysis: "
    "https://example.ac.uk/carchar-cymru.",
    "project.outputs": "- Working paper for HMPPS Wales, June 2028\n- Journal article (open access), autumn 2028\n"
    "- Two-page bilingual summary for families, December 2028",
    "project.ethics_route": ["approval"],
    "project.ethics": "School of Social Sciences Research Ethics Committee, Bangor University.^[Reference BU-SS-2026-0193; approved 9 October 2026.]",
    "project.risks": "A small number of Welsh women in any one prison could make cells disclosive; we report women for England and Wales"
    " regions only. Findings could stigmatise Welsh speakers, so an advisory group of former prisoners comments on drafts.",
    "gdpr.article6": "Article 6(1)(e): a task in the public interest. The University's charter makes research its public task.",
    "gdpr.article9": "Article 9(2)(j), research purposes, with Schedule 1 Part 1 paragraph 4 of the Data Protection Act 2018.",
    "gdpr.article10": "Article 10 is met through section 10(5) and Schedule 1, Part 1, paragraph 4 (research) of the Data Protection Act 2018.",
    "gdpr.controller": "Controller for the extract: Ministry of Justice (Z5679958). Controller for the analysis: Prifysgol Bangor University"
    " (Z6710331). Processor: Office for National Statistics (Z9000001).",
    "gdpr.dpia": ["Yes"],
    "safe_data.period": "January 2013 – December 2020",
    "safe_data.population": "Everyone aged 18 or over with a home address in Wales who was received into a prison in England or Wales.",
    "safe_data.variables": "{list}",
    "safe_data.minimisation": "We dropped 61 of the variables that we first considered. See section 3.7 for what each remaining group is used"
    " for. We take month rather than day of birth, and region rather than postcode.",
    "safe_data.disclosure": "How will disclosure risk in outputs be controlled? ONS SRS output checkers will apply a minimum count of 10, and we"
    " will round counts to the nearest 5 before asking for clearance.",
    "linking.intended": ["No"],
    "linking.datasets": "N/A",
    "linking.method": "N/A",
    "moj_data.contact": "Discussed with the Data First team at the user group of 16 September 2026.",
    "moj_data.extract": "Unit: the prison stay. Tables: offender, movements, adjudications. Filter: home address in Wales.",
    "ons_srs.project": "Applied to the Research Accreditation Panel on 2 November 2026; no project number yet.",
    "ons_srs.mode": "Remote, under Bangor's Assured Organisational Connectivity agreement AOC-0117.",
    "ons_srs.ingest": "None.",
    "declaration.signed": {"Name": "Siân Llŷr Gruffydd", "Signature": "S. Ll. Gruffydd", "Date": "18/11/2026"},
    "declaration.attachments": "{files}",
}

POLICE: Answers = {
    "access.data": ["moj"],
    "access.datasets": "Police National Computer (PNC) extract held by the MoJ analytical function",
    "access.route": ["own_setting"],
    "access.status": ["resubmission"],
    "access.reference": "DAG-2026-041. We have cut the list from 31 variables to 12, moved the start date, and rewritten 3.7 as the panel asked.",
    "access.panels": "None. The PNC extract is DAG's alone to decide on, and the secretariat confirmed this on 3/9/26.",
    "applicant.lead": {
        "Name": "Zoë Błaszczyk",
        "Job title": "Professor of Criminology",
        "Organisation": "University of Leicester",
        "Address": "University Road, Leicester, LE1 7RH",
        "Email": "zb77@leicester.example.ac.uk",
        "Telephone": "0116 000 0042",
    },
    "applicant.people": [
        [
            "Zoë Błaszczyk",
            "University of Leicester",
            "Lead",
            "N/A - own secure setting; UKDS safe researcher trained 2025",
        ],
        ["Dr Olúwaseun Adébáyọ̀", "University of Leicester", "Analyst", "Accredited researcher 21990"],
    ],
    "applicant.supervisor": "Not applicable",
    "applicant.funding": "I am funded by the Nuffield Foundation (JUS/43977). Funding is confirmed and runs to 2029.",
    "applicant.conflicts": "I was a paid adviser to Leicestershire Police in 2019. That work ended in 2020.",
    "project.title": "After the caution: out-of-court disposals and later convictions of adults aged 18 to 24",
    "project.dates": {"Start date": "04/01/2027", "End date": "31/12/2028"},
    "project.summary": "Police may deal with a minor offence without going to court. They can give a caution or a community resolution. Nobody knows"
    " which of these leads to fewer new offences among young adults. I will follow young adults for three years after their first"
    " disposal and compare them with similar people who went to court.",
    "project.aims": "1. What share of first disposals are out of court, by police force?\n2. Are reconviction rates at one, two and three years"
    " lower after a caution than after a court fine?\n3. Does the answer depend on the kind of offence?",
    "project.ari": "MoJ's Areas of Research Interest (2025) include reducing reoffending. My second question measures reoffending after"
    " two alternatives that ministers can choose between, so the result bears on the guidance to forces about when to divert.",
    "project.benefit": "MoJ gains comparable reconviction rates for two disposals. The public gains if fewer young adults reoffend.",
    "project.methods": "Propensity score weighting followed by Cox regression. Question 1 uses the disposal and force variables; question 2 the"
    " dates of disposal and reconviction; question 3 adds the offence group. Robustness: an instrumental variable from changes in"
    " force policy. “All models are wrong, but some are useful” – I'll publish the diagnostics.",
    "project.existing": "Published reoffending statistics leave out community resolutions and don't give reconviction by first disposal.",
    "project.outputs": "Report to MoJ (May 2028). Two articles (2028). Data tables on Figshare with the code.",
    "project.ethics_route": ["self_assessment"],
    "project.ethics": "N/A – no committee was involved: the UK Statistics Authority self-assessment was completed on 12 October 2026 and is attached.",
    "project.risks": "Force league tables could be misread. I will report forces in bands. No contact with people in the data takes place.",
    "gdpr.article6": "Public task – Art. 6(1)(e) UK GDPR",
    "gdpr.article9": "N/A – no special category data are requested.",
    "gdpr.article10": "DPA 2018, Schedule 1, Part 1, para 4 (research), read with Art. 10 UK GDPR",
    "gdpr.controller": "University of Leicester, ICO Z6551415. No processors.",
    "gdpr.dpia": ["Yes"],
    "safe_data.period": "1/4/2014 to 31/3/2024",
    "safe_data.population": "England and Wales; first-time entrants aged 18–24",
    "safe_data.variables": "{list}",
    "safe_data.minimisation": "Twelve variables remain. Age is in years, not date of birth; place is the police force, not the street.",
    "safe_data.disclosure": "Counts under 10 are suppressed and secondary suppression is applied by our output team.",
    "linking.intended": ["No"],
    "linking.datasets": "",
    "linking.method": "",
    "moj_data.contact": "N/A",
    "moj_data.extract": "As in 5.1 and 5.2: one row a disposal, with the three years that follow.",
    "own_setting.certification": "ISO/IEC 27001:2022, certificate IS 733812, expires 30 June 2028; Cyber Essentials Plus expires 11 March 2027.",
    "own_setting.storage": "On the encrypted server of the Leicester Secure Lab, with no internet access. Only the two people in 2.2 hold keys.",
    "own_setting.retention": "Five years after the end date, then wiped to NIST 800-88 and a certificate sent to MoJ.",
    "declaration.signed": {"Name": "Zoë Błaszczyk", "Signature": "Zoë Błaszczyk", "Date": "17 November 2026"},
    "declaration.attachments": "{files}",
}

SCHOOL: Answers = {
    "access.data": ["moj_dfe"],
    "access.datasets": "MoJ-DfE data share (linked PNC and National Pupil Database)",
    "access.route": ["ons_srs"],
    "access.status": ["new"],
    "access.reference": "Not applicable.",
    "access.panels": "DfE: data sharing application DR261107.02 submitted 7 November 2026, awaiting decision.\n"
    "Research Accreditation Panel: application drafted, to be submitted in December 2026.\nDAP and NRC: not needed.",
    "applicant.lead": {
        "Name": "Kwabena Asante-Müller",
        "Job title": "PhD student",
        "Organisation": "University of Bristol",
        "Address": "35 Berkeley Square, Bristol BS8 1JA",
        "Email": "k.asantemuller@bristol.example.ac.uk",
        "Telephone": "+44 117 000 0000",
    },
    "applicant.people": [
        ["Kwabena Asante-Müller", "University of Bristol", "PhD student", "AR 22750"],
        ["Prof Hester van der Zijl", "University of Bristol", "Supervisor", "AR 11206"],
    ],
    "applicant.supervisor": "Prof Hester van der Zijl, hester.vdzijl@bristol.example.ac.uk",
    "applicant.funding": "South West Doctoral Training Partnership (ESRC), studentship 2884119, in place since October 2025.",
    "applicant.conflicts": "I have none to declare; nor has my supervisor.",
    "project.title": "Excluded, then convicted? Timing of school exclusion and first conviction",
    "project.dates": {"Start date": "February 1st, 2027", "End date": "September 30th, 2028"},
    "project.summary": "Some children are told to leave school for bad behaviour. Some of them later break the law. It is not clear which comes"
    " first. I will look at the order of these events. I will use records that the two departments have already joined together"
    " and from which names have been taken out. The study may help schools to step in at the right time.",
    "project.aims": "| Question | Measure\n| RQ1 When do exclusion and first conviction happen? | Months between the two events\n"
    "| RQ2 Does the gap differ by ethnic group? | Interaction with ethnicity\n| RQ3 Do pupils with special needs differ? | Interaction with SEN",
    "project.ari": "Of the Areas of Research Interest published in 2025 we address the entry of children into the justice system. By showing"
    " how many months lie between exclusion and first conviction (RQ1) the study tells MoJ and youth offending teams how long a"
    " window they have for prevention, and for which groups (RQ2, RQ3) it is shortest.",
    "project.benefit": "For MoJ and DfE: evidence on when prevention could work. For the public: fewer children convicted.",
    "project.methods": "We use event-history models. For RQ1 we model the hazard of first conviction after exclusion with a time-varying"
    " covariate. For RQ2 and RQ3 we add interactions. Further detail: see Annex A, attached.",
    "project.existing": "Education and MoJ have published joint tables of pupils who were ever excluded and ever convicted, without the order of the two.",
    "project.outputs": "Thesis (2028); policy briefing for DfE and MoJ (summer 2028); talk at a teachers' conference, 2028.",
    "project.ethics_route": ["approval"],
    "project.ethics": "Approved by the School for Policy Studies Research Ethics Committee (SPSREC), University of Bristol, ref. SPSREC/26-27/0148, on 21 October 2026",
    "project.risks": "The findings could be used to label excluded pupils. I'll stress that most excluded pupils are never convicted.",
    "gdpr.article6": "6(1)(e)",
    "gdpr.article9": "9(2)(j) – archiving, research and statistics, with the safeguards of Article 89(1)",
    "gdpr.article10": "Schedule 1 para 4 DPA 2018",
    "gdpr.controller": "University of Bristol is controller (Z6650824); ONS is processor (Z9000002).",
    "gdpr.dpia": ["Yes"],
    "safe_data.period": "Academic years 2012/13 to 2018/19",
    "safe_data.population": "Pupils in state schools in England born September 1996 to August 2002",
    "safe_data.variables": "{list}",
    "safe_data.minimisation": "Only pupils who were ever excluded, plus a 20% sample of the rest. Region, not postcode. Major ethnic group would be"
    " coarser, but Black Caribbean and Black African pupils are excluded at very different rates, so the minor group is needed.",
    "safe_data.disclosure": "SRS rules: threshold of 10, no maxima or minima, dominance checks.",
    "linking.intended": ["Yes"],
    "linking.datasets": "PNC and NPD, which MoJ and DfE have linked already with each other's permission. Nothing further is linked.",
    "linking.method": "The departments linked on names and birth dates; we receive only the anonymous pupil key (pupil_matching_ref_anon).",
    "moj_data.contact": "Data linking team, call on 30 Sept 2026",
    "moj_data.extract": "One row a pupil and year from the census, one row a conviction from PNC; filter by cohort as in 5.2.",
    "moj_data.dfe": "Both.",
    "ons_srs.project": "Application to the Research Accreditation Panel planned for 4 December 2026",
    "ons_srs.mode": "Safe room in Bristol (SafePod), connectivity agreement not needed for a SafePod, checked with ONS on 1 October 2026.",
    "ons_srs.ingest": "N/A",
    "declaration.signed": {"Name": "Kwabena Asante-Müller", "Signature": "K. Asante-Müller", "Date": "19.11.2026"},
    "declaration.attachments": "{files}",
}

PLEA: Answers = {
    "access.data": ["data_first_hmpps", "data_first_courts"],
    "access.datasets": "(1) Data First Crown Court defendant; (2) Data First prisoner custodial journey; (3) the cross-justice system linking dataset",
    "access.route": ["sail"],
    "access.status": ["new"],
    "access.reference": "n/a",
    "access.panels": "- DAP (Crown Court data): submitted with this form on 20 November 2026\n"
    "- Research Accreditation Panel: approved on 1 October 2026, project 2026/118\n- NRC, DfE: no application, no data of theirs",
    "applicant.lead": {
        "Name": "Prof. Ngozi Ó Ceallaigh",
        "Job title": "Chair in Law and Data Science",
        "Organisation": "Swansea University",
        "Address": "Singleton Park, Sketty, Swansea SA2 8PP",
        "Email": "n.oceallaigh@swansea.example.ac.uk",
        "Telephone": "01792 000 555",
    },
    "applicant.people": [
        ["Prof. Ngozi Ó Ceallaigh", "Swansea University", "PI", "15502"],
        ["Dr Łukasz Żółć", "Swansea University", "Data scientist", "19847"],
        ["Ms Mair ap Rhys", "Swansea University", "PhD candidate", "Provisional accreditation 23011"],
        ["Dr Jean-François Le Goff", "Cardiff University", "Co-I", "17760"],
    ],
    "applicant.supervisor": "n/a",
    "applicant.funding": "ADR UK fellowship ES/Y999111/1. Status: awarded.",
    "applicant.conflicts": "None known.",
    "project.title": "From guilty plea to release: how the stage of plea shapes time served",
    "project.dates": {"Start date": "1 Feb 2027", "End date": "31 Jan 2030"},
    "project.summary": "A person who admits an offence early gets a shorter sentence. We do not know whether they also spend less time in prison. Other"
    " rules decide the date of release. We will join court and prison records, without names, to see how long people really spend"
    " inside. This will show whether the promise made in court is kept.",
    "project.aims": "We aim to measure the custody that is saved by an early plea.\nQ1. By how much does time served fall for each stage of plea?"
    "\nQ2. Is the fall the same for each offence group?\nQ3. Is the fall the same for each ethnic group?",
    "project.ari": "Our project speaks to the area of the MoJ ARI 2025 that is about a fair and efficient courts system: Q1 shows whether early"
    " pleas, which save court time, lead to the reduction in custody that defendants are told of, and Q3 tests whether that holds"
    " equally for every ethnic group, which the department needs for its equality duty.",
    "project.benefit": "Sentencing guidance rests on assumed savings. HMPPS can use the measured ones to forecast the prison population; defendants and"
    " their lawyers get honest figures.",
    "project.methods": "We regress log time served on plea stage with offence, court and year fixed effects (Q1), with interactions for Q2 and Q3. Missing"
    " plea stage is imputed. Sensitivity to release schemes is tested with the field sentence_tbc_flag.",
    "project.existing": "Sentencing Council surveys stop at the sentence passed; published prison statistics don't hold the plea. No source joins the two.",
    "project.outputs": "Open-access article 2029, a dashboard for the Sentencing Council 2029, and synthetic data with the code.",
    "project.ethics_route": ["approval"],
    "project.ethics": "Swansea University Law School Ethics Committee gave a favourable opinion on 5 November 2026 (SU-LAW-2611).",
    "project.risks": "Differences between ethnic groups will be reported with their uncertainty, and read by a lived-experience panel before release.",
    "gdpr.article6": "We rely on Article 6(1)(e), performance of a task carried out in the public interest (research at a chartered university).",
    "gdpr.article9": "We rely on Article 9(2)(j), because ethnicity is special category data and is used for research only.",
    "gdpr.article10": "We rely on the research condition: Data Protection Act 2018, Schedule 1, paragraph 4.",
    "gdpr.controller": "Swansea University (controller, Z6102454); SAIL Databank at Swansea University (processor, same number).",
    "gdpr.dpia": ["Yes"],
    "safe_data.period": "2013 to 2020",
    "safe_data.population": "Defendants sentenced to immediate custody at the Crown Court, England and Wales",
    "safe_data.variables": "{list}",
    "safe_data.minimisation": "Three tables of eleven are asked for, the linking dataset holds ids alone, and no free text is taken.",
    "safe_data.disclosure": "SAIL reviews every output. We will not ask for any cell below 10.",
    "linking.intended": ["Yes"],
    "linking.datasets": "Crown Court defendant and prisoner custodial journey; MoJ owns the link, and permission is what this form and the DAP one ask for.",
    "linking.method": "estimated_xjs_id and estimated_offender_id from the Splink linking dataset. SAIL joins the tables; we never hold names.",
    "moj_data.contact": "None.",
    "moj_data.extract": "Prison: one row a custodial period; tables offender and sentence; filter 2013 to 2020.",
    "hmcts_data.jurisdiction": "Criminal; Crown Court only.",
    "hmcts_data.extract": "Table: defendant case. Unit: a defendant in a case. Filter: immediate custody, 2013 to 2020.",
    "declaration.signed": {"Name": "N. Ó Ceallaigh", "Signature": "Ngozi Ó Ceallaigh", "Date": "20th November 2026"},
    "declaration.attachments": "{files}",
}

Row = tuple[str, str, str]  # table, variable, justification

PRISON_ROWS: list[Row] = [
    (
        "offender",
        "offender_id_hash",
        "Counts each person once across stays; a count of stays alone would not show repeat transfers, and no less identifying key exists.",
    ),
    ("offender", "sex", "RQ3 compares women with men."),
    (
        "offender",
        "birth_month",
        "Age at reception is a confounder of adjudications; the year alone would put 17-year-olds among adults.",
    ),
    ("offender", "nationality_group", "Excludes people awaiting removal, whose transfers follow other rules."),
    (
        "offender",
        "ethnicity_desc",
        "Adjudication rates differ between ethnic groups; the five broad groups would merge Gypsy or Irish Traveller prisoners with White British, so the detailed code is needed for RQ2.",
    ),
    (
        "offender",
        "home_region",
        "Tells people from north and south Wales apart, because only the south has older local prisons.",
    ),
    ("movements", "movement_date", "Orders moves and adjudications in time for RQ2."),
    ("movements", "from_establishment", "Start of a transfer: whether it left a Welsh prison (RQ1)."),
    ("movements", "to_establishment", "End of a transfer: whether it went out of Wales (RQ1)."),
    ("movements", "movement_reason", "Separates moves for court from moves for population pressure."),
    ("sentence", "sentence_length_days", "Month of sentence is the time axis of RQ1."),
    ("sentence", "release_date", "Ends the time at risk in the Poisson model."),
    (
        "sentence",
        "main_offence_code",
        "Controls for offence in RQ2; the broad offence group mixes drug supply with possession, which differ threefold in adjudications, so nothing coarser will serve.",
    ),
    ("adjudications", "charge_date", "Places each charge before or after a move."),
    ("adjudications", "charge_group", "Violence and disobedience are modelled apart."),
    ("adjudications", "finding", "Only proven charges count as events."),
    ("adjudications", "punishment_days", "Measures how severe a proven charge was."),
]
POLICE_ROWS: list[Row] = [
    (
        "PNC disposals",
        "subject_id_hash",
        "Joins a person's first disposal to later convictions; without an identifier for the person no reconviction can be seen.",
    ),
    ("PNC disposals", "age_at_disposal", "Restricts the cohort to 18 to 24 and matches on age in years."),
    ("PNC disposals", "sex", "A matching variable: men and women differ in first disposals."),
    ("PNC disposals", "police_force", "Question 1 is by force."),
    ("PNC disposals", "disposal_date", "Starts the clock of the Cox model."),
    ("PNC disposals", "disposal_type", "The exposure: caution, community resolution or fine."),
    (
        "PNC disposals",
        "offence_group",
        "Question 3 asks whether the effect depends on the kind of offence; a coarser summary/indictable split would mix theft with violence.",
    ),
    ("PNC disposals", "admitted_flag", "Only those who admit can be cautioned, so the comparison must hold it fixed."),
    ("PNC convictions", "conviction_date", "Ends the time to reconviction."),
    (
        "PNC convictions",
        "court_type",
        "Tells Crown from magistrates' reconvictions, a measure of how serious they are.",
    ),
    ("PNC convictions", "sentence_type", "Secondary outcome: custody or not."),
    ("PNC convictions", "offences_n", "Number of offences at reconviction, for the frequency outcome."),
]
SCHOOL_ROWS: list[Row] = [
    (
        "NPD census",
        "pupil_matching_ref_anon",
        "The key that joins a pupil's years and convictions; there is no less identifying one.",
    ),
    ("NPD census", "birth_month_year", "Age in months at exclusion and conviction is the time axis."),
    ("NPD census", "gender", "Stratifies the hazard."),
    (
        "NPD census",
        "ethnic_group_minor",
        "RQ2: Black Caribbean and Black African pupils differ sharply in exclusion, and the major group would hide that.",
    ),
    (
        "NPD census",
        "sen_provision",
        "RQ3 compares pupils with and without special educational needs; a yes/no flag would lose the difference between support and a plan, on which RQ3 turns.",
    ),
    ("NPD census", "fsm_eligible", "Household poverty confounds both events."),
    ("NPD census", "school_region", "Fixed effect for region: exclusion policy differs between them."),
    ("NPD exclusions", "exclusion_start", "Date of the first event."),
    ("NPD exclusions", "exclusion_category", "Permanent and suspended are modelled apart."),
    (
        "NPD exclusions",
        "exclusion_reason",
        "Violence at school is itself likely to be charged, so it is analysed apart.",
    ),
    ("PNC", "first_offence_date", "Dates the offence, which may be long before conviction."),
    ("PNC", "first_conviction_date", "Date of the second event."),
    (
        "PNC",
        "offence_type",
        "Tells violence from theft in a sensitivity analysis; the broader summary/indictable split mixes both, so it can't be used.",
    ),
]
PLEA_ROWS: list[Row] = [
    ("CRCO defendant", "defendant_id_hash", "Marks a defendant across cases; nothing less identifying marks them."),
    ("CRCO defendant", "plea_stage", "The exposure in all three questions."),
    ("CRCO defendant", "sentence_date", "Start of the time that could be served."),
    ("CRCO defendant", "custodial_term_months", "The sentence passed, against which time served is compared (Q1)."),
    (
        "CRCO defendant",
        "ho_offence_code",
        "Q2 is by offence group; the published groups changed in 2016, so we must regroup from the code and nothing coarser would do.",
    ),
    ("CRCO defendant", "court_code", "Court fixed effects: courts differ in listing and hence in the stage of plea."),
    (
        "CRCO defendant",
        "ethnicity_desc",
        "Q3. Broad groups would merge Roma with White British, whose plea stages differ, so detail is needed.",
    ),
    ("PRIS sentence", "reception_date", "Start of custody."),
    ("PRIS sentence", "actual_release_date", "End of custody: gives time served, our outcome."),
    ("PRIS sentence", "release_scheme", "Early release schemes changed in the period."),
    ("PRIS sentence", "sentence_tbc_flag", "Marks terms still to be confirmed, left out in a sensitivity test."),
    ("PRIS offender", "recall_n", "Separates first release from later ones."),
    ("MOJDF", "estimated_xjs_id", "Joins court to prison; there is no coarser key that would join them."),
    ("MOJDF", "estimated_offender_id", "Checks the join within prison data; an id is the least that can do so."),
]
