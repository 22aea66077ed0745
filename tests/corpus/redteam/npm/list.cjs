// exceljs: title rows, notes, a header with colours, a sheet a dataset, data validation; or SheetJS: plain sheets
const fs=require('fs');const [,,lib,src,dest]=process.argv;const S=JSON.parse(fs.readFileSync(src));
if(lib==='exceljs'){const E=require('exceljs');const wb=new E.Workbook();
 for(const sh of S.sheets){const ws=wb.addWorksheet(sh.name,{views:[{state:'frozen',ySplit:(sh.top||[]).length+1}]});
  for(const t of sh.top||[]){const r=ws.addRow(t);r.font={italic:true}}
  const h=ws.addRow(sh.header);h.eachCell(c=>{c.font={bold:true,color:{argb:'FFFFFFFF'}};c.fill={type:'pattern',pattern:'solid',fgColor:{argb:'FF1D70B8'}}});
  for(const r of sh.rows){const x=ws.addRow(r);x.alignment={wrapText:true};if(sh.yes)x.getCell(sh.yes).dataValidation={type:'list',allowBlank:true,formulae:['"Yes,No"']}}
  (sh.merge||[]).forEach(m=>ws.mergeCells(m));ws.columns.forEach(c=>c.width=24)}
 wb.xlsx.writeFile(dest);
}else{const X=require('xlsx');const wb=X.utils.book_new();for(const sh of S.sheets)X.utils.book_append_sheet(wb,X.utils.aoa_to_sheet([...(sh.top||[]),sh.header,...sh.rows]),sh.name);X.writeFile(wb,dest)}
