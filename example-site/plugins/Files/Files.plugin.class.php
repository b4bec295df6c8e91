<?php

/**
 * Files: shared folders with previews, in English and German.
 */
class Files extends PluginBase
{
	public function setup()
	{
		$this->addService("files", "FilesServices");
	}

	public function getClientModuleId()
	{
		return "halden/files";
	}

	public function __toString()
	{
		return "Files";
	}
}
