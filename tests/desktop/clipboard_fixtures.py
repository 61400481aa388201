"""What Excel, WPS, LibreOffice and Word put on the clipboard, written from the forms they use."""

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml"\r
xmlns:o="urn:schemas-microsoft-com:office:office"\r
xmlns:x="urn:schemas-microsoft-com:office:excel"\r
xmlns="http://www.w3.org/TR/REC-html40">\r
<head>\r
<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r
<meta name=ProgId content=Excel.Sheet>\r
<meta name=Generator content="Microsoft Excel 15">\r
<style>\r
<!--table\r
	{mso-displayed-decimal-separator:"\\.";}\r
td\r
	{padding-top:1px; mso-ignore:padding; color:black;}\r
-->\r
</style>\r
<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]-->\r
</head>\r
<body link="#0563C1" vlink="#954F72">\r
<table border=0 cellpadding=0 cellspacing=0 width=216 style='border-collapse:collapse;width:162pt'>\r
<!--StartFragment-->\r
 <col width=72 span=3 style='width:54pt'>\r
 <tr height=38 style='height:28.5pt'>\r
  <td rowspan=2 height=57 class=xl65 width=72>上游产业</td>\r
  <td class=xl66 width=72>★★★钢板供应<br>\r
    ★检验周期长</td>\r
  <td class=xl66 width=72>a&nbsp; b &lt;c&gt;</td>\r
 </tr>\r
 <tr height=19>\r
  <td colspan=2 height=19 class=xl67>合在一起</td>\r
 </tr>\r
 <![if supportMisalignedColumns]>\r
 <tr height=0 style='display:none'>\r
  <td width=72 style='width:54pt'></td>\r
  <td width=72 style='width:54pt'></td>\r
  <td width=72 style='width:54pt'></td>\r
 </tr>\r
 <![endif]>\r
<!--EndFragment-->\r
</table>\r
</body>\r
</html>"""
EXCEL_TEXT = '上游产业\t"★★★钢板供应\n★检验周期长"\ta  b <c>\r\n\t合在一起\t\r\n'

WPS = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta name="Generator" content="WPS Office ET"/><style><!-- .et2{color:#000000;} --></style></head><body>
<!--StartFragment--><table width="200" border="0" cellpadding="0" cellspacing="0" style='width:150.00pt;'>
<col width="100" span="2"/>
<tr height="36"><td class="et2" height="72" width="100" rowspan="2" x:str>中游<br/>产业</td>
<td class="et2" width="100" x:str>甲公司</td></tr>
<tr height="36"><td class="et3" x:num="0.95">95%</td></tr>
</table><!--EndFragment--></body></html>"""

LIBREOFFICE = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
<style type="text/css">body,div,table,td,p { font-family:"宋体"; font-size:x-small }
 a.comment-indicator:hover + comment { display:block; }</style></head>
<body><table cellspacing="0" border="0"><colgroup width="85"></colgroup><colgroup width="120"></colgroup>
<tr><td height="17" align="left" valign=bottom><font face="宋体">下游</font></td>
<td align="left"><font face="宋体">一、甲<br>二、乙</font></td></tr>
<tr><td height="17" align="left" valign=bottom><font face="宋体"><br></font></td>
<td align="right" sdval="3.5" sdnum="2052;">3.5</td></tr></table></body></html>"""

WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=ZH-CN><!--StartFragment-->
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal><span lang=EN-US>1.</span>完善
制度<span lang=EN-US><o:p></o:p></span></p><p class=MsoNormal>2.开展检查</p></td>
<td><p class=MsoNormal>市发展改革委</p></td></tr></table><!--EndFragment--></body></html>"""
WORD_TEXT = "1.完善制度\r\n2.开展检查\t市发展改革委\r\n"
