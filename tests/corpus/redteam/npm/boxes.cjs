// A filled form with the library's own check boxes: node boxes.cjs DATA.json OUT.docx
const fs = require('fs'), D = require('docx'); const [, , source, dest] = process.argv; const F = JSON.parse(fs.readFileSync(source));
const { CheckBox, Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } = D;
const p = (text, look = {}) => new Paragraph({ children: [new TextRun({ text, ...look })] });
const cell = (children, size) => new TableCell({ width: { size, type: WidthType.PERCENTAGE }, children });
const table = rows => new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows });
const box = checked => new CheckBox({ checked });
function answer(row) {
  if (row.options.length) return row.options.map(([text, on]) => new Paragraph({ children: [box(on), new TextRun(' ' + text)] }));
  if (row.kind === 'yes_no') return [new Paragraph({ children: [box(row.value === 'yes'), new TextRun(' Yes  '), box(row.value === 'no'), new TextRun(' No')] })];
  if (row.fields) return row.fields.map((name, at) => p(name + ': ' + row.value[at]));
  if (row.columns) return [table([new TableRow({ tableHeader: true, children: row.columns.map(name => cell([p(name, { bold: true })], 25)) }),
    ...row.value.map(person => new TableRow({ children: person.map(text => cell([p(text)], 25)) }))]), p('')];
  return (row.value || '').split('\n').map(text => p(text));
}
const children = [new Paragraph({ text: F.title, heading: HeadingLevel.TITLE })];
for (const section of F.sections) {
  children.push(new Paragraph({ text: section.title, heading: HeadingLevel.HEADING_1 }));
  if (!section.applies) { children.push(p('Not applicable to this application')); continue; }
  children.push(table(section.rows.map(row => new TableRow({ children: [cell([p(row.label, { bold: true })], 35), cell(answer(row), 65)] }))));
}
Packer.toBuffer(new Document({ sections: [{ children }] })).then(bytes => fs.writeFileSync(dest, bytes));
