//! Briefs as Word documents (ECMA-376, transitional): A4, real headings, tables whose heads repeat on each page, the figure
//! as SVG with pixels for programs that draw none. Opens in Word and LibreOffice; no date, no macro, nothing that loads.

use std::fmt::Write as _;

use super::{Block, Brief, BriefFormat, Line, MARGIN_MM, PAGE_MM, Run, is_rtl, reads_rtl, zip};
use crate::picture::figure::{Letters, Recipe, words_of_page as text};
use crate::problem::{Problem, codes};

/// Units of drawings in a millimetre.
const EMU: f64 = 36_000.0;
/// Twentieths of a point in a millimetre.
const TWIPS: f64 = 1_440.0 / 25.4;
/// What a figure may take of a page beside title and subtitle.
const FIGURE_MM: (f64, f64) = (170.0, 215.0);
/// Relations of the document to its other parts; links to sources have the numbers after these.
const RELATED: &[(&str, &str, &str)] = &[
    ("styles", "styles.xml", ""),
    ("numbering", "numbering.xml", ""),
    ("footer", "footer.xml", ""),
    ("image", "media/figure.png", ""),
    ("image", "media/figure.svg", ""),
];
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const SCHEMAS: &str = "http://schemas.openxmlformats.org";

pub(super) struct Docx;

impl BriefFormat for Docx {
    fn extension(&self) -> &'static str {
        "docx"
    }

    fn write(&self, brief: &Brief, _picture: Option<&str>) -> Result<Vec<u8>, Problem> {
        let (body, links) = document(brief);
        let part = |text: String| (DECLARATION.to_owned() + &text).into_bytes();
        let files: [(&str, Vec<u8>); 8] = [
            ("[Content_Types].xml", part(TYPES.to_owned())),
            ("_rels/.rels", part(roots())),
            ("docProps/core.xml", part(core(brief))),
            ("word/document.xml", part(body)),
            ("word/_rels/document.xml.rels", part(relations(&links))),
            ("word/styles.xml", part(styles())),
            ("word/numbering.xml", part(NUMBERING.to_owned())),
            ("word/footer.xml", part(FOOTER.to_owned())),
        ];
        let (png, svg) = (brief.picture.png()?, brief.picture.svg(Letters::Outlines)?);
        let mut all: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        all.push(("word/media/figure.png", &png));
        all.push(("word/media/figure.svg", &svg));
        zip::archive(&all)
            .map_err(|error| Problem::error(codes::TOO_LARGE, format!("the brief cannot be written: {error}")))
    }
}

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
    <Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>\
    <Override PartName=\"/word/footer.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>\
    <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

const NUMBERING: &str = "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
    <w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
    <w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/>\
    <w:pPr><w:ind w:left=\"284\" w:hanging=\"284\"/></w:pPr></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

const FOOTER: &str = "<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr>\
    <w:pStyle w:val=\"Note\"/><w:jc w:val=\"right\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
    <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
    <w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:ftr>";

/// Styles: name, what people call it, what it builds on, of paragraphs, of letters.
const STYLES: &[(&str, &str, &str, &str)] = &[
    ("Title", "Title", "<w:keepNext/><w:spacing w:after=\"80\"/>", "<w:b/><w:sz w:val=\"36\"/>"),
    ("Subtitle", "Subtitle", "<w:spacing w:after=\"200\"/>", "<w:color w:val=\"565D66\"/>"),
    (
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"100\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"28\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "<w:keepNext/><w:spacing w:before=\"220\" w:after=\"60\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:sz w:val=\"22\"/>",
    ),
    ("Cell", "Cell", "<w:spacing w:after=\"40\"/>", "<w:sz w:val=\"18\"/>"),
    (
        "CellHead",
        "Cell head",
        "<w:keepNext/><w:spacing w:after=\"40\"/>",
        "<w:b/><w:color w:val=\"565D66\"/><w:sz w:val=\"18\"/>",
    ),
    (
        "SourceEntry",
        "Source entry",
        "<w:spacing w:after=\"60\"/><w:ind w:left=\"567\" w:hanging=\"567\"/>",
        "<w:sz w:val=\"19\"/>",
    ),
    ("Note", "Note", "<w:spacing w:before=\"120\" w:after=\"0\"/>", "<w:color w:val=\"565D66\"/><w:sz w:val=\"16\"/>"),
];

fn styles() -> String {
    let mut out = format!(
        "<w:styles xmlns:w=\"{SCHEMAS}/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Arial\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>\
         <w:lang w:val=\"en-GB\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:spacing w:after=\"100\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
    );
    for (id, name, paragraph, letters) in STYLES {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
        );
    }
    out.push_str(
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>\
         <w:rPr><w:color w:val=\"1F5FA8\"/><w:u w:val=\"single\"/></w:rPr></w:style></w:styles>",
    );
    out
}

fn roots() -> String {
    format!(
        "<Relationships xmlns=\"{SCHEMAS}/package/2006/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{SCHEMAS}/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{SCHEMAS}/package/2006/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn relations(links: &[String]) -> String {
    let mut out = format!("<Relationships xmlns=\"{SCHEMAS}/package/2006/relationships\">");
    let links = links.iter().map(|link| ("hyperlink", link.as_str(), " TargetMode=\"External\""));
    for (at, (kind, target, mode)) in RELATED.iter().copied().chain(links).enumerate() {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{}\" Type=\"{SCHEMAS}/officeDocument/2006/relationships/{kind}\" Target=\"{}\"{mode}/>",
            at + 1,
            text(target)
        );
    }
    out + "</Relationships>"
}

fn core(brief: &Brief) -> String {
    format!(
        "<cp:coreProperties xmlns:cp=\"{SCHEMAS}/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dc:description>{}</dc:description></cp:coreProperties>",
        text(&brief.title),
        text(if brief.credit.trim().is_empty() { Recipe::PROGRAM } else { &brief.credit }),
        text(&brief.colophon())
    )
}

/// The document, and the links in it by their numbers.
fn document(brief: &Brief) -> (String, Vec<String>) {
    let mut out = format!(
        "<w:document xmlns:w=\"{SCHEMAS}/wordprocessingml/2006/main\" xmlns:r=\"{SCHEMAS}/officeDocument/2006/relationships\" \
         xmlns:wp=\"{SCHEMAS}/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"{SCHEMAS}/drawingml/2006/main\" \
         xmlns:pic=\"{SCHEMAS}/drawingml/2006/picture\"><w:body>"
    );
    let plain = |words: &str| vec![Run::Plain(words.to_owned())];
    paragraph(&mut out, "Title", &plain(&brief.title));
    if !brief.subtitle.is_empty() {
        paragraph(&mut out, "Subtitle", &plain(&brief.subtitle));
    }
    figure(&mut out, brief);
    brief.blocks.iter().for_each(|one| block(&mut out, one));
    let mut links = Vec::new();
    if !brief.sources.is_empty() {
        paragraph(&mut out, "Heading1", &plain("Sources"));
    }
    for (at, source) in brief.sources.iter().enumerate() {
        open(&mut out, "SourceEntry", "", is_rtl(&source.citation));
        let _ = write!(
            out,
            "<w:bookmarkStart w:id=\"{number}\" w:name=\"source{number}\"/>{}<w:bookmarkEnd w:id=\"{number}\"/>",
            run(&format!("[{}]", at + 1), ""),
            number = at + 1,
        );
        out.push_str("<w:r><w:tab/></w:r>");
        out.push_str(&run(&source.citation, ""));
        if let Some(link) = &source.link {
            links.push(link.clone());
            let number = RELATED.len() + links.len();
            let _ = write!(
                out,
                "{}<w:hyperlink r:id=\"rId{number}\">{}</w:hyperlink>",
                run(" ", ""),
                run(link, "<w:rStyle w:val=\"Hyperlink\"/>")
            );
        }
        out.push_str("</w:p>");
    }
    for words in [&brief.credit, &brief.colophon()].into_iter().filter(|words| !words.trim().is_empty()) {
        paragraph(&mut out, "Note", &plain(words));
    }
    let twips = |mm: f64| (mm * TWIPS).round();
    let (width, height, margin) = (twips(PAGE_MM.0), twips(PAGE_MM.1), twips(MARGIN_MM));
    let _ = write!(
        out,
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>\
         <w:pgMar w:top=\"{margin}\" w:right=\"{margin}\" w:bottom=\"{margin}\" w:left=\"{margin}\" w:header=\"567\" \
         w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    (out, links)
}

fn figure(out: &mut String, brief: &Brief) {
    let size = brief.picture.size();
    let by = (FIGURE_MM.0 / size.width_mm).min(FIGURE_MM.1 / size.height_mm).min(1.0);
    let emu = |mm: f64| (mm * by * EMU).round();
    let (width, height) = (emu(size.width_mm), emu(size.height_mm));
    let told = text(&brief.picture.alternative);
    open(out, "", "", false);
    let _ = write!(
        out,
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
         <wp:docPr id=\"1\" name=\"Figure 1\" descr=\"{told}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>\
         </wp:cNvGraphicFramePr><a:graphic><a:graphicData uri=\"{SCHEMAS}/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>\
         <pic:cNvPr id=\"1\" name=\"figure\" descr=\"{told}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
         <a:blip r:embed=\"rId4\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">\
         <asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rId5\"/></a:ext>\
         </a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
         <a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
         </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    );
}

fn block(out: &mut String, block: &Block) {
    let titled = |title: &str| vec![Run::Plain(title.to_owned())];
    match block {
        Block::Heading(title) => paragraph(out, "Heading1", &titled(title)),
        Block::Subheading(title) => paragraph(out, "Heading2", &titled(title)),
        Block::Paragraph(line) => paragraph(out, "", line),
        Block::List(lines) => {
            for line in lines {
                open(out, "", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>", reads_rtl(line));
                out.push_str(&runs(line));
                out.push_str("</w:p>");
            }
        }
        Block::Table { heads, rows } => table(out, heads, rows),
    }
}

fn table(out: &mut String, heads: &[(&str, u32)], rows: &[Vec<Vec<Line>>]) {
    let width = |share: u32| ((PAGE_MM.0 - 2.0 * MARGIN_MM) * TWIPS * f64::from(share) / 100.0).round();
    out.push_str(
        "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>\
         <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D7DBE0\"/>\
         <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D7DBE0\"/></w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/>\
         <w:right w:w=\"120\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
    );
    heads.iter().for_each(|(_, share)| out.push_str(&format!("<w:gridCol w:w=\"{}\"/>", width(*share))));
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    let cell = |out: &mut String, share: u32| {
        out.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>", width(share)));
    };
    for (title, share) in heads {
        cell(out, *share);
        paragraph(out, "CellHead", &vec![Run::Plain((*title).to_owned())]);
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((_, share), lines) in heads.iter().zip(row) {
            cell(out, *share);
            lines.iter().for_each(|line| paragraph(out, "Cell", line));
            if lines.is_empty() {
                // A cell without a paragraph makes the file unreadable.
                paragraph(out, "Cell", &Line::new());
            }
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// Begins a paragraph.
fn open(out: &mut String, style: &str, more: &str, rtl: bool) {
    out.push_str("<w:p><w:pPr>");
    if !style.is_empty() {
        let _ = write!(out, "<w:pStyle w:val=\"{style}\"/>");
    }
    out.push_str(more);
    if rtl {
        out.push_str("<w:bidi/>");
    }
    out.push_str("</w:pPr>");
}

fn paragraph(out: &mut String, style: &str, line: &Line) {
    open(out, style, "", reads_rtl(line));
    out.push_str(&runs(line));
    out.push_str("</w:p>");
}

fn runs(line: &Line) -> String {
    let one = |one: &Run| match one {
        Run::Plain(words) => run(words, ""),
        Run::Strong(words) => run(words, "<w:b/>"),
        Run::Faint(words) => run(words, "<w:color w:val=\"565D66\"/>"),
        Run::Quote(words) => run(&format!("“{words}”"), ""),
        Run::Source(number) => {
            format!("<w:hyperlink w:anchor=\"source{number}\">{}</w:hyperlink>", run(&format!("[{number}]"), ""))
        }
    };
    line.iter().map(one).collect()
}

/// Words with what is set about their letters.
fn run(words: &str, set: &str) -> String {
    let rtl = if is_rtl(words) { "<w:rtl/>" } else { "" };
    format!("<w:r><w:rPr>{set}{rtl}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", text(words))
}
