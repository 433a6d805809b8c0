//! What of FollowTheMoney 4.11 is known by heart: schemata that are edges, properties that name other entities, and what both
//! are called seen from the other end, by which services page through them. Nothing is asked here.

use super::super::super::offer::Direction;

/// Where the schemata are described; a property is known by an IRI of these.
const SCHEMATA: &str = "https://followthemoney.tech/explorer/schemata/";

/// A property that holds an end: its name, and its name and label seen from the entity at that end.
#[derive(Debug)]
pub(super) struct End {
    pub(super) property: &'static str,
    pub(super) reverse: &'static str,
    pub(super) label: &'static str,
}

/// A schema whose entities tie two others.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) schema: &'static str,
    pub(super) from: End,
    pub(super) to: End,
}

/// A property of a schema that names another entity.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) schema: &'static str,
    pub(super) property: &'static str,
    pub(super) label: &'static str,
    pub(super) reverse: &'static str,
    pub(super) reverse_label: &'static str,
}

type Words = (&'static str, &'static str, &'static str);

const fn edge(schema: &'static str, from: Words, to: Words) -> Edge {
    Edge {
        schema,
        from: End { property: from.0, reverse: from.1, label: from.2 },
        to: End { property: to.0, reverse: to.1, label: to.2 },
    }
}

const fn reference(
    schema: &'static str,
    (property, label): (&'static str, &'static str),
    (reverse, reverse_label): (&'static str, &'static str),
) -> Reference {
    Reference { schema, property, label, reverse, reverse_label }
}

/// All of them.
pub(super) const EDGES: &[Edge] = &[
    edge("Associate", ("person", "associates", "associates"), ("associate", "associations", "associations")),
    edge(
        "ContractAward",
        ("contract", "awards", "lots awarded"),
        ("supplier", "contractAwardSupplier", "contracts awarded"),
    ),
    edge(
        "Control",
        ("controller", "controlledEntities", "controlled entities"),
        ("controlled", "controllingEntities", "controlling entities"),
    ),
    edge("CourtCaseParty", ("party", "courtCase", "court cases"), ("case", "parties", "parties")),
    edge("Debt", ("debtor", "debtDebtor", "debts"), ("creditor", "debtCreditor", "credits")),
    edge(
        "Directorship",
        ("director", "directorshipDirector", "directorships"),
        ("organization", "directorshipOrganization", "directors"),
    ),
    edge("Documentation", ("document", "relatedEntities", "related entities"), ("entity", "documentedBy", "documents")),
    edge("Employment", ("employee", "employers", "employers"), ("employer", "employees", "employees")),
    edge("Family", ("person", "familyPerson", "family members"), ("relative", "familyRelative", "relatives")),
    edge(
        "Membership",
        ("member", "membershipMember", "memberships"),
        ("organization", "membershipOrganization", "members"),
    ),
    edge("Occupancy", ("holder", "positionOccupancies", "positions held"), ("post", "occupancies", "position holders")),
    edge(
        "Ownership",
        ("owner", "ownershipOwner", "assets and shares"),
        ("asset", "ownershipAsset", "ownership and control"),
    ),
    edge(
        "Payment",
        ("payer", "paymentPayer", "payments made"),
        ("beneficiary", "paymentBeneficiary", "payments received"),
    ),
    edge(
        "ProjectParticipant",
        ("participant", "projectParticipation", "projects"),
        ("project", "participants", "participants"),
    ),
    edge("Representation", ("agent", "agencyClient", "clients"), ("client", "agentRepresentation", "agents")),
    edge("Succession", ("predecessor", "successors", "successors"), ("successor", "predecessors", "predecessors")),
    edge("UnknownLink", ("subject", "unknownLinkTo", "linked to"), ("object", "unknownLinkFrom", "linked from")),
];

/// All of them but those that say where an entity comes from.
pub(super) const REFERENCES: &[Reference] = &[
    reference("BankAccount", ("bank", "bank"), ("bankAccounts", "bank accounts")),
    reference("Call", ("caller", "caller"), ("callsMade", "calls made")),
    reference("Call", ("receiver", "receiver"), ("callsReceived", "calls received")),
    reference("CallForTenders", ("authority", "name of contracting authority"), ("callForTenders", "call For Tenders")),
    reference(
        "CallForTenders",
        ("onBehalfOf", "published on behalf of"),
        ("delegatedCallForTenders", "delegated call for tenders"),
    ),
    reference("CallForTenders", ("tenderers", "tenderers"), ("callForTenders", "call For Tenders")),
    reference("Contract", ("authority", "contract authority"), ("contractAuthority", "contracts issued")),
    reference("Contract", ("project", "project"), ("contracts", "contracts")),
    reference("CryptoWallet", ("holder", "wallet holder"), ("cryptoWallets", "cryptocurrency wallets")),
    reference("Document", ("parent", "folder"), ("children", "child documents")),
    reference("EconomicActivity", ("contract", "contract"), ("economicActivityContract", "used in customs")),
    reference("EconomicActivity", ("declarant", "declarant"), ("economicActivityDeclarant", "customs declarations")),
    reference("EconomicActivity", ("sender", "sender"), ("economicActivitySender", "goods originated")),
    reference("EconomicActivity", ("receiver", "receiver"), ("economicActivityReceiver", "goods received")),
    reference(
        "EconomicActivity",
        ("contractHolder", "contract holder"),
        ("economicActivityHolder", "customs declarations facilitated"),
    ),
    reference("EconomicActivity", ("bankAccount", "bank Account"), ("contractBankAccount", "customs declarations")),
    reference(
        "EconomicActivity",
        ("bankRub", "rouble bank"),
        ("rubBankAccount", "customs declarations (as rouble bank)"),
    ),
    reference(
        "EconomicActivity",
        ("bankForeign", "foreign currency bank"),
        ("foreignBankAccount", "customs declarations (as foreign bank)"),
    ),
    reference("EconomicActivity", ("transport", "transport"), ("declaredCustoms", "customs declarations")),
    reference("Email", ("emitters", "emitter"), ("emailsSent", "e-Mails sent")),
    reference("Email", ("recipients", "recipients"), ("emailsReceived", "e-Mails received")),
    reference("Email", ("inReplyToEmail", "responding to"), ("responses", "responses")),
    reference("Event", ("organizer", "organizer"), ("eventsOrganized", "organized events")),
    reference("Event", ("involved", "involved"), ("eventsInvolved", "events")),
    reference("Identification", ("holder", "identification holder"), ("identification", "identifications")),
    reference("Image", ("pictured", "pictured"), ("images", "images")),
    reference("LegalEntity", ("parent", "parent company"), ("subsidiaries", "subsidiaries")),
    reference("Mention", ("document", "document"), ("mentionedEntities", "extracted names")),
    reference("Mention", ("resolved", "entity"), ("mentionedBy", "document mentions")),
    reference("Message", ("sender", "sender"), ("messagesSent", "messages sent")),
    reference("Message", ("senderAccount", "sender Account"), ("messagesSent", "messages sent")),
    reference("Message", ("recipients", "recipients"), ("messagesReceived", "messages received")),
    reference("Message", ("recipientAccount", "recipient Account"), ("messagesReceived", "messages received")),
    reference("Message", ("inReplyToMessage", "responding to"), ("responses", "responses")),
    reference("Note", ("entity", "entity"), ("noteEntities", "notes")),
    reference("Page", ("document", "document"), ("pages", "pages")),
    reference("Position", ("organization", "organization"), ("positions", "positions")),
    reference("RealEstate", ("parent", "parent unit"), ("subunits", "subunits")),
    reference("Risk", ("entity", "entity"), ("risks", "risks")),
    reference("Sanction", ("entity", "entity"), ("sanctions", "sanctions")),
    reference("Security", ("issuer", "issuer"), ("securities", "issued securities")),
    reference("Similar", ("candidate", "candidate"), ("candidateSimilars", "similar to this")),
    reference("Similar", ("match", "match"), ("matchSimilars", "similar as this")),
    reference("TaxRoll", ("taxee", "taxee"), ("taxRolls", "tax rolls")),
    reference("Territory", ("partOf", "part of"), ("subdivisions", "subdivisions")),
    reference("Thing", ("addressEntity", "address"), ("things", "located there")),
    reference("Trip", ("startLocation", "start location"), ("tripsDeparting", "trips departing")),
    reference("Trip", ("endLocation", "end location"), ("tripsIncoming", "trips incoming")),
    reference("Trip", ("vehicle", "vehicle"), ("tripsInvolved", "trips")),
    reference("UserAccount", ("owner", "owner"), ("userAccounts", "user accounts")),
    reference("Vehicle", ("owner", "owner"), ("ownedVehicles", "vehicles owned")),
    reference("Vehicle", ("operator", "operator"), ("operatedVehicles", "vehicles operated")),
];

/// By what a thing is tied to others.
#[derive(Clone, Copy, Debug)]
pub(super) enum Link {
    /// Entities that are edges; the thing is at the end that the direction begins at.
    Edge(&'static Edge, Direction),
    /// A property of the thing itself, or of those that name it.
    Reference(&'static Reference, Direction),
}

impl Link {
    /// By the name that a service gives it, seen from a thing.
    pub(super) fn of_name(name: &str) -> Option<Link> {
        let edge = EDGES.iter().find_map(|edge| {
            let direction = match name {
                _ if edge.from.reverse == name => Direction::Out,
                _ if edge.to.reverse == name => Direction::In,
                _ => return None,
            };
            Some(Link::Edge(edge, direction))
        });
        let reference = || {
            REFERENCES.iter().find_map(|reference| match name {
                _ if reference.reverse == name => Some(Link::Reference(reference, Direction::In)),
                _ if reference.property == name => Some(Link::Reference(reference, Direction::Out)),
                _ => None,
            })
        };
        edge.or_else(reference)
    }

    /// By the IRI of a property and a direction.
    pub(super) fn of_iri(iri: &str, direction: Direction) -> Option<Link> {
        let name = iri.strip_prefix(SCHEMATA)?;
        match name.split_once("/#property-") {
            None => {
                let edge = EDGES.iter().find(|edge| edge.schema == name.trim_end_matches('/'))?;
                Some(Link::Edge(edge, direction))
            }
            Some((schema, property)) => {
                let is = |reference: &&Reference| reference.schema == schema && reference.property == property;
                Some(Link::Reference(REFERENCES.iter().find(is)?, direction))
            }
        }
    }

    /// The IRI of its property.
    pub(super) fn iri(self) -> String {
        match self {
            Link::Edge(edge, _) => format!("{SCHEMATA}{}/", edge.schema),
            Link::Reference(reference, _) => format!("{SCHEMATA}{}/#property-{}", reference.schema, reference.property),
        }
    }

    /// Which way it runs.
    pub(super) fn direction(self) -> Direction {
        match self {
            Link::Edge(_, direction) | Link::Reference(_, direction) => direction,
        }
    }

    /// The name by which services page through it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Link::Edge(edge, _) => self.near(edge).reverse,
            Link::Reference(reference, Direction::In) => reference.reverse,
            Link::Reference(reference, Direction::Out) => reference.property,
        }
    }

    /// What it is called, seen from the thing.
    pub(super) fn label(self) -> &'static str {
        match self {
            Link::Edge(edge, _) => self.near(edge).label,
            Link::Reference(reference, Direction::In) => reference.reverse_label,
            Link::Reference(reference, Direction::Out) => reference.label,
        }
    }

    /// The end of an edge at which the thing is.
    fn near(self, edge: &'static Edge) -> &'static End {
        match self.direction() {
            Direction::Out => &edge.from,
            Direction::In => &edge.to,
        }
    }

    /// Schema and property of the entities that name the thing; `None` where the thing names them.
    pub(super) fn naming(self) -> Option<(&'static str, &'static str)> {
        match self {
            Link::Edge(edge, _) => Some((edge.schema, self.near(edge).property)),
            Link::Reference(reference, Direction::In) => Some((reference.schema, reference.property)),
            Link::Reference(_, Direction::Out) => None,
        }
    }
}

/// The edge that a schema is.
pub(super) fn edge_of(schema: &str) -> Option<&'static Edge> {
    EDGES.iter().find(|edge| edge.schema == schema)
}

/// Whether a property of an entity of a schema names another entity.
pub(super) fn is_reference(schema: &str, property: &str) -> bool {
    let fits = |broader: &str| match broader {
        "Thing" | "Interval" => true,
        "LegalEntity" => ["Company", "LegalEntity", "Organization", "Person", "PublicBody"].contains(&schema),
        "Organization" => ["Company", "Organization", "PublicBody"].contains(&schema),
        "Vehicle" => ["Airplane", "Vehicle", "Vessel"].contains(&schema),
        "Event" => ["Event", "Trip"].contains(&schema),
        "Contract" => ["Contract", "License"].contains(&schema),
        // Files are of many schemata.
        "Document" | "Folder" => true,
        other => other == schema,
    };
    REFERENCES.iter().any(|reference| reference.property == property && fits(reference.schema))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::exchange::ftm_edges;

    #[test]
    fn files_and_services_have_the_same_edges() {
        let ours: Vec<_> = EDGES.iter().map(|edge| (edge.schema, edge.from.property, edge.to.property)).collect();
        assert_eq!(ours, ftm_edges().collect::<Vec<_>>());
    }

    #[test]
    fn a_link_is_found_by_its_name_and_by_its_iri() {
        let ends = EDGES.iter().flat_map(|edge| [edge.from.reverse, edge.to.reverse]);
        let references = REFERENCES.iter().flat_map(|reference| [reference.reverse, reference.property]);
        for name in ends.chain(references) {
            let link = Link::of_name(name).unwrap();
            let back = Link::of_iri(&link.iri(), link.direction()).unwrap();
            assert_eq!((back.name(), back.label(), link.name()), (name, link.label(), name));
        }
        let owned = Link::of_name("ownershipOwner").unwrap();
        assert_eq!((owned.direction(), owned.naming()), (Direction::Out, Some(("Ownership", "owner"))));
        assert!(Link::of_name("nothing").is_none() && Link::of_iri("http://a.org/x", Direction::In).is_none());
    }
}
