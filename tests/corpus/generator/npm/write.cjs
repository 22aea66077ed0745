// Writes a page (JSON of blocks, see blocks.py) as .docx with the npm library `docx`: node write.cjs page.json out.docx
const fs = require("fs");
const d = require("docx");

const [source, target] = process.argv.slice(2);
const page = JSON.parse(fs.readFileSync(source, "utf8"));
const HEADINGS = { title: d.HeadingLevel.TITLE, h1: d.HeadingLevel.HEADING_1, h2: d.HeadingLevel.HEADING_2, h3: d.HeadingLevel.HEADING_3 };

function item(it, style) {
  if (it.type === "box" && it.control) return new d.CheckBox({ checked: it.checked, checkedState: { value: "2612", font: "MS Gothic" }, uncheckedState: { value: "2610", font: "MS Gothic" } });
  const bold = it.bold || ["boldline", "label"].includes(style);
  const italics = it.italic || style === "guidance";
  const color = style === "guidance" ? "595959" : undefined;
  return it.text.split("\n").map((text, i) => new d.TextRun({ text: text.replaceAll("\t", " "), bold, italics, color, strike: it.strike, break: i ? 1 : 0 }));
}

function para(b) {
  const options = { children: b.items.flatMap((it) => item(it, b.style)) };
  if (HEADINGS[b.style]) options.heading = HEADINGS[b.style];
  if (b.style === "bullet") options.bullet = { level: 0 };
  if (b.level !== null && b.level !== undefined) options.numbering = { reference: "form", level: b.level };
  return new d.Paragraph(options);
}

function table(b) {
  return new d.Table({
    width: { size: 100, type: d.WidthType.PERCENTAGE },
    rows: b.rows.map(
      (row) => new d.TableRow({ children: row.map((c) => new d.TableCell({ columnSpan: c.span, shading: c.shade ? { fill: c.shade, type: d.ShadingType.CLEAR, color: "auto" } : undefined, children: blocks(c.blocks, true) })) }),
    ),
  });
}

function blocks(list, inCell) {
  const out = list.flatMap((b) => {
    if (b.type === "para") return [para(b)];
    if (b.type === "table") return [table(b), new d.Paragraph({})];
    if (b.type === "group") return blocks(b.blocks, false);
    return [new d.Paragraph({ children: [new d.PageBreak()] })];
  });
  return out.length || !inCell ? out : [new d.Paragraph({})];
}

const document = new d.Document({
  title: page.title,
  creator: page.author,
  numbering: { config: [{ reference: "form", levels: [
    { level: 0, format: d.LevelFormat.DECIMAL, text: "%1.", alignment: d.AlignmentType.LEFT },
    { level: 1, format: d.LevelFormat.DECIMAL, text: "%1.%2", alignment: d.AlignmentType.LEFT },
  ] }] },
  sections: [{ headers: { default: new d.Header({ children: [new d.Paragraph("Secure access to data")] }) }, children: blocks(page.blocks, false) }],
});
d.Packer.toBuffer(document).then((buffer) => fs.writeFileSync(target, buffer));
