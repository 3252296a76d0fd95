"""What the monthly file may say of one household: elements, how many, and the limits of each.

The names are those of the flow « RSA bénéficiaires » of CAF and MSA (version 0801). All of it is
checked, and little is read: amounts and the NIR are let by.
"""

from portal.followup.imports.xml.kinds import (
    amount,
    day,
    flag,
    many,
    maybe,
    part,
    text,
    time,
    whole,
)

HEAD = part(
    "IdentificationFlux",
    part("APPLIEME", text(3)),
    part("NUMVERSIONAPPLIEME", text(4)),
    part("TYPEFLUX", text(1)),
    part("NATFLUX", text(1)),
    part("DTCREAFLUX", day),
    part("HEUCREAFLUX", time),
    part("DTREF", day),
)
TOTALS = part(
    "TransmissionFlux",
    part("NBTOTDOSRSATRANSM", whole(8)),
    part("NBTOTDOSRSATRANSMANO", whole(8)),
)

_IDENTIFICATION = part(
    "IdentificationRSA",
    part(
        "Organisme", part("FONORG", text(3)), part("NUMORG", text(3)), part("MATRICULE", whole(15))
    ),
    part("Partenaire", part("TYPEPARTE", text(4)), part("IDEPARTE", text(3))),
    part("DemandeRSA", part("DTDEMRSA", day), part("NUMDEMRSA", text(11))),
    maybe(
        "DemandeRMI",
        part("DateDemandeRMI", part("DTDEMRMI", day)),
        part(
            "NumeroInstructionRMI",
            part("NUMDEPINSRMI", text(3)),
            part("TYPEINSRMI", text(1)),
            part("NUMCOMINSRMI", whole(3)),
            part("NUMAGRINSRMI", text(2)),
            part("NUMDOSINSRMI", whole(5)),
            part("NUMCLI", whole(3)),
        ),
    ),
    maybe(
        "OrganismeCedant",
        part("FONORGCEDMUT", text(3)),
        part("NUMORGCEDMUT", text(3)),
        maybe("MATRICULEORGCEDMUT", whole(15)),
        part("DDARRMUT", day),
    ),
    maybe(
        "OrganismePrenant",
        part("FONORGPRENMUT", text(3)),
        part("NUMORGPRENMUT", text(3)),
        part("DDDEPAMUT", day),
    ),
)

_PERSON = many(
    "Personne",
    part(
        "Identification",
        maybe("QUAL", text(3)),
        part("NOM", text(28)),
        part("NOMNAI", text(28)),
        part("PRENOM", text(32)),
        maybe("PRENOM2", text(15)),
        maybe("PRENOM3", text(15)),
        part("NOMCOMNAI", text(26)),
        part("DTNAI", day),
        maybe("RGNAI", whole(1)),
        maybe("TYPEDTNAI", text(1)),
        maybe("NIR", text(15)),
        maybe("TOPVALIEC", flag),
        part("SEXE", text(1)),
    ),
    part(
        "DossierCAF",
        part("TOPRESPDOS", flag),
        part("DDRATDOS", day),
        maybe("DFRATDOS", day),
        maybe("NUMDEMRSAPRECE", text(11)),
    ),
    part(
        "Prestations",
        part("NATPREST", text(3)),
        part("ROLEPERS", text(3)),
        part("TOPCHAPERS", flag),
        least=2,
        most=2,
    ),
    maybe(
        "Rattachement",
        part("NOMNAI", text(28)),
        part("PRENOM", text(32)),
        part("DTNAI", day),
        maybe("NIR", text(15)),
        part("TYPEPAR", text(3)),
        most=2,
    ),
    maybe("DossierPoleEmploi", part("IDASSEDIC", text(8))),
    maybe(
        "Ressources",
        part(
            "GeneraliteRessourcesTrimestre",
            part("TOPRESSNUL", flag),
            part("DDRESS", day),
            part("DFRESS", day),
        ),
        maybe(
            "RessourcesMensuelles",
            part(
                "GeneraliteRessourcesMensuelles",
                part("MOISRESS", day),
                maybe("NBHEUMENTRA", whole(3)),
            ),
            many(
                "DetailRessourcesMensuelles",
                part("NATRESS", text(3)),
                part("MTNATRESSMEN", amount(9)),
                maybe("ABANEU", text(1)),
                least=1,
            ),
            most=3,
        ),
    ),
    maybe(
        "MontantCalculDroitRSAPersonne",
        part("TOPPERSDRODEVORSA", flag),
        maybe("TOPPERSENTDRODEVORSA", flag),
        maybe("MTPERSRESSMENRSA", amount(9)),
        maybe("MTPERSABANEURSA", amount(9)),
    ),
    many(
        "Activite",
        maybe("REG", text(2)),
        part("ACT", text(3)),
        part("DDACT", day),
        maybe("DFACT", day),
        maybe("NATCONTRTRA", text(3)),
        maybe("TOPCONDADMETI", flag),
    ),
    maybe(
        "PensionAlimentaire",
        maybe(
            "Asf",
            part("SITASF", text(2)),
            part("PARASSOASF", text(1)),
            part("DDASF", day),
            maybe("DFASF", day),
            most=2,
        ),
        many(
            "CreanceAlimentaire",
            part("ETATCREALIM", text(2)),
            part("DDCREALIM", day),
            maybe("DFCREALIM", day),
            part("ORIOBLALIM", text(3)),
            maybe("MOTIDISCREALIM", text(3)),
            maybe("COMMCREALIM", text(50)),
            maybe("MTSANCREALIM", amount(9)),
        ),
    ),
    maybe(
        "Grossesse",
        part("DDGRO", day),
        maybe("DFGRO", day),
        part("DTDECLGRO", day),
        maybe("NATFINGRO", text(1)),
    ),
    maybe(
        "InformationsAgricoles",
        maybe("MTBENAGRI", amount(10)),
        maybe("REGFISAGRI", text(1)),
        maybe("DTBENAGRI", day),
    ),
    maybe(
        "AvisPCGPersonne",
        maybe(
            "ConditionETI",
            part("AVISEVARESSNONSAL", text(1)),
            part("DTSOURESSNONSAL", day),
            maybe("DTEVARESSNONSAL", day),
            maybe("MTEVARESSNONSAL", amount(9)),
        ),
        many(
            "Derogation",
            part("TYPEDERO", text(3)),
            part("AVISDERO", text(1)),
            part("DDAVISDERO", day),
            maybe("DFAVISDERO", day),
        ),
        maybe("ExclueRSA", part("EXCL", text(1)), part("DDEXCL", day), maybe("DFEXCL", day)),
        maybe("Liberalite", part("MTLIBERNONDECL", amount(9)), part("DTABSDECLLIBER", day)),
    ),
    maybe("AvisCGSSDOMPersonne", part("JUSACTDOM", text(1)), part("RESUJUSACTDOM", text(1))),
    least=1,
)

_ADMINISTRATIVE = part(
    "DonneesAdministratives",
    part(
        "SituationFamille",
        part("SITFAM", text(3)),
        part("DDSITFAM", day),
        maybe("REGAGRIFAM", text(3)),
    ),
    part(
        "Adresse",
        part(
            "TroncCommunAdresse",
            part("RGADR", whole(2)),
            maybe("DTEMM", day),
            part("PAYS", text(3)),
            part("TYPEADR", text(1)),
            part("ETATADR", text(2)),
        ),
        maybe(
            "AdresseDetailleeFrance",
            part("COMPLIDEADR", text(38)),
            part("COMPLADR", text(38)),
            part("NUMVOIE", text(6)),
            part("LIBTYPEVOIE", text(30)),
            part("NOMVOIE", text(32)),
            part("LIEUDIST", text(38)),
            part("NUMCOM", text(5)),
            part("CODEPOS", whole(5)),
            part("NOMCOM", text(32)),
        ),
        maybe("AdresseHorsFrance", *(part(f"LIBLIG{line}ADR", text(38)) for line in range(2, 8))),
        most=3,
    ),
)

_STATE = part(
    "SituationDossierRSA",
    part("EtatDossierRSA", part("ETATDOSRSA", text(1))),
    maybe("Refus", part("DTREFURSA", day), part("MOTIREFURSA", text(3))),
    many(
        "SuspensionDroit",
        part("MOTISUSDRORSA", text(2)),
        part("DDSUSDRORSA", day),
        maybe("NATGROUPFSUS", text(3)),
    ),
    many("SuspensionVersement", part("MOTISUSVERSRSA", text(2)), part("DDSUSVERSRSA", day)),
    maybe("FinDroit", part("MOTICLORSA", text(3)), part("DTCLORSA", day)),
    maybe("FinDroitMoisAnterieur", part("MOTICLORSA", text(3)), part("DTCLORSA", day)),
)

_RIGHT = part(
    "DetailDroitRSA",
    part(
        "TroncCommunDroitRSA",
        part("TOPSANSDOMFIXE", flag),
        maybe("NBENFAUTCHA", whole(2)),
        part("ORIDEMRSA", text(3)),
        maybe("DTORIDEMRSA", day),
        maybe("TOPFOYDRODEVORSA", flag),
    ),
    maybe(
        "SpecificiteDOM",
        part("SURFAGRIDOM", amount(5)),
        part("DDSURFAGRIDOM", day),
        maybe("SURFAGRIDOMPLA", amount(5)),
        maybe("NBTOTAIDEFAMSURFDOM", whole(3)),
        maybe("NBTOTPERSMAJOSURFDOM", whole(3)),
    ),
    maybe(
        "MontantsCalculDroitRSA",
        part("DDELECAL", day),
        maybe("DFELECAL", day),
        part("MTREVMINIGARARSA", amount(9)),
        *(maybe(name, amount(9)) for name in ("MTPENTRSA", "MTLOCALRSA")),
        part("MTREVGARARSA", amount(9)),
        *(maybe(name, amount(9)) for name in ("MTPFRSA", "MTALRSA")),
        part("MTRESSMENRSA", amount(9)),
        *(maybe(name, amount(9)) for name in ("MTSANOBLALIMRSA", "MTREDHOSRSA", "MTREDCGRSA")),
        *(maybe(name, amount(9)) for name in ("MTCUMINTEGRSA", "MTABANEURSA")),
        part("MTTOTDRORSA", amount(9)),
    ),
    many(
        "DetailCalculDroitRSA",
        part("NATPF", text(3)),
        part("SOUSNATPF", text(5)),
        part("DDNATDRO", day),
        maybe("DFNATDRO", day),
        maybe("MTRSAVERS", amount(9)),
        maybe("DTDERRSAVERS", day),
    ),
    maybe(
        "AvisPCGDroitRSA",
        many(
            "ConditionAdministrative",
            part("AVISCONDADMRSA", text(1)),
            part("MOTICONDADMRSA", text(2)),
            maybe("COMM1CONDADMRSA", text(60)),
            maybe("COMM2CONDADMRSA", text(60)),
            part("DTEFFAVISCONDADMRSA", day),
        ),
        many(
            "ReductionRSA",
            part("MTREDRSA", amount(9)),
            part("DDREDRSA", day),
            maybe("DFREDRSA", day),
        ),
        maybe(
            "PaiementTiers",
            part("AVISDESTPAIRSA", text(1)),
            part("DTAVISDESTPAIRSA", day),
            part("NOMTIE", text(64)),
            part("TYPEPERSTIE", text(1)),
        ),
    ),
)

_CONTROLS = maybe(
    "Controle",
    many(
        "ControleAdministratif",
        part(
            "IdentificationCibleControleAdministratif",
            part("DTEFFCIBCONTRO", day),
            part("CIBCONTRO", text(3)),
            maybe("CIBCONTROMSA", text(3)),
        ),
        part(
            "IdentificationControleAdministratif",
            part("DTDETECCONTRO", day),
            part("DTCLOCONTRO", day),
        ),
        part(
            "ModaliteControleAdministratif",
            part("LIBCIBCONTRO", text(45)),
            part("FAMCIBCONTRO", text(2)),
            part("NATCIBCONTRO", text(3)),
            part("COMMACONTRO", text(3)),
            part("TYPECONTRO", text(2)),
        ),
        part(
            "ResultatControleAdministratif",
            part("TYPEIMPACCONTRO", text(1)),
            maybe("MTINDURSACGCONTRO", amount(11)),
            maybe("MTRAPRSACGCONTRO", amount(11)),
        ),
    ),
)

HOUSEHOLD = many(
    "InfosFoyerRSA",
    _IDENTIFICATION,
    _PERSON,
    _ADMINISTRATIVE,
    part("PrestationRSA", _STATE, _RIGHT),
    many("Evenement", part("DTLIQ", day), part("HEULIQ", time), part("FG", text(9))),
    _CONTROLS,
    many("Anomalie", part("LIBANO", text(200))),
)
